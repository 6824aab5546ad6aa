// Dialogs and what they hold: own earlier marks, sessions, recusal, language, the chief's seats, the comment.
import { NetworkError, errorOf, request } from "../lib/api.js";
import { formatTime } from "../lib/clock.js";
import { el, replace } from "../lib/dom.js";
import { otherLanguage, spoken, t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { meetingLink, receiptCode } from "./judge-cards.js";
import { formatMark } from "./judge-marks.js";

let open = null;

export function closeDialog() {
  if (!open) return;
  const { node, back } = open;
  open = null;
  if (node.close && node.open) node.close();
  node.remove();
  if (back && back.isConnected) back.focus();
}

export function dialogOpen() {
  return open !== null;
}

// Show title and content; returns {node, refill(...content)}.
export function showDialog(id, title, ...content) {
  closeDialog();
  const body = el("div", { class: "dialog-body" }, content);
  const close = el("button", { class: "button", attrs: { type: "button", "data-act": "close" }, on: { click: closeDialog } }, icon("close"), t("common.close"));
  const node = el("dialog", { attrs: { id, "aria-label": title } },
    el("div", { class: "dialog-head" }, el("h2", { text: title }), close), body);
  const back = document.activeElement;
  document.body.append(node);
  open = { node, back };
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    closeDialog();
  });
  if (node.showModal) node.showModal();
  else node.setAttribute("open", "");
  return { node, refill: (...next) => replace(body, next) };
}

// Ask for a reason and do(reason) -> Promise<string error | null>; closes when it went well.
export function askReason(id, title, text, label, act) {
  const said = el("p", { class: "dialog-said", attrs: { role: "alert" } });
  const box = el("textarea", { class: "text", attrs: { rows: 2, maxlength: 200, required: true, "aria-label": t("judge.reason_label"), placeholder: t("judge.reason_label") } });
  const send = el("button", { class: "button button-solid", attrs: { type: "submit", "data-act": "send" } }, label);
  const form = el("form", { class: "dialog-form", attrs: { novalidate: true }, on: { submit: (event) => sendReason(event, box, send, said, act) } },
    el("p", { text }), box, said,
    el("div", { class: "ask-acts" }, el("button", { class: "button", attrs: { type: "button" }, on: { click: closeDialog } }, t("common.cancel")), send));
  showDialog(id, title, form);
  box.focus();
}

async function sendReason(event, box, send, said, act) {
  event.preventDefault();
  const reason = box.value.trim();
  if (!reason) {
    said.textContent = t("judge.reason_needed");
    box.focus();
    return;
  }
  send.disabled = true;
  const refused = await act(reason);
  send.disabled = false;
  if (refused) said.textContent = refused;
  else closeDialog();
}

// Send a command; the words of the refusal, or null when it went well.
export async function command(path, body) {
  try {
    const answer = await request("POST", "/api/v1/judge/" + path, body);
    if (answer.status < 300) return null;
    return spoken(errorOf(answer)) || t("judge.not_taken");
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return t("judge.not_sent");
  }
}

function item(sign, label, act, hook) {
  return el("button", { class: "button menu-item", attrs: { type: "button", "data-act": hook }, on: { click: act } }, icon(sign), label);
}

// scene: {me, session, sessions, earlier, rubrics}; acts: {switchSession(name)}
export function showMenu(scene, acts) {
  const { me, session, sessions, earlier } = scene;
  const others = sessions.filter((one) => !session || one.session !== session.session);
  const mayRecuse = !scene.taken && session && session.entry && ["waiting", "open", "returned", "submitted"].indexOf(session.ballot.state) >= 0;
  showDialog("menu", t("judge.menu"),
    el("p", { class: "menu-who" }, el("b", { text: me.name }), session ? el("span", { text: seatLine(session) }) : null),
    me.took_over_at ? el("p", { class: "menu-took", attrs: { id: "took-over" } }, icon("lock"), t("judge.took_over", { time: formatTime(me.took_over_at) })) : null,
    session && session.entry ? el("p", { class: "muted", text: session.entry.id + " " + session.entry.title }) : null,
    session && session.attendance === "remote" && session.meeting_link ? meetingLink(session.meeting_link) : null,
    item("list", t("judge.earlier_count", { count: earlier.length }), () => showEarlier(scene), "earlier"),
    session && session.panel ? item("chair", t("judge.seats"), () => showSeats(scene), "seats") : null,
    others.map((one) => item("right", t("judge.switch_session", { name: one.name }), () => {
      closeDialog();
      acts.switchSession(one.session);
    }, "switch-session")),
    mayRecuse ? item("recused", t("judge.recuse_me"), () => recuse(session.entry), "recuse") : null,
    item("screen", t("device.menu"), acts.openDevice, "device"),
    el("a", { class: "button menu-item", attrs: { href: "/privacy", target: "_blank", rel: "noopener" } }, t("common.privacy")),
    el("a", { class: "button menu-item", attrs: { href: otherLanguage(), id: "language" } }, t("common.language")));
}

function seatLine(session) {
  const role = session.role === "judge" ? "" : t("common." + session.role);
  return [session.name, t("common.seat", { seat: session.seat }), role, t("common." + session.attendance)].filter(Boolean).join(" ");
}

function recuse(entry) {
  askReason("recuse", t("judge.recuse_me"), t("judge.recuse_text", { title: entry.title, circle: entry.circle }), t("judge.recuse_do"),
    (reason) => command("recuse", { entry: entry.id, reason }));
}

export function showEarlier(scene) {
  const { earlier, rubrics, me } = scene;
  const list = earlier.slice().sort((a, b) => b.position - a.position).map((one) => {
    const criteria = (rubrics[one.kind] && rubrics[one.kind].criteria) || [];
    return el("li", {}, el("div", { class: "earlier-head" }, el("span", { text: one.position + " " + one.circle }), el("b", { text: one.total })),
      el("p", { class: "earlier-title muted", text: one.title }),
      el("p", { class: "earlier-marks" }, (one.marks || []).map((mark, place) =>
        el("span", {}, (criteria[place] ? criteria[place].name : place + 1) + " ", el("b", { text: formatMark(mark, me.step) })))),
      one.receipt ? el("p", { class: "receipt-line" }, t("judge.receipt_code") + " ", receiptCode(one.receipt), el("span", { class: "muted", text: formatTime(one.at, true) })) : null);
  });
  showDialog("earlier", t("judge.earlier"), el("p", { class: "muted", text: t("judge.only_you") }),
    list.length ? el("ol", { class: "earlier-all" }, list) : el("p", { text: t("judge.earlier_none") }));
}

const LOOKS = {
  submitted: ["ok", "tick"], returned: ["wait", "back"], recused: ["off", "recused"], missing: ["off", "ring"],
  drafting: ["act", "pen"], expected: ["wait", "hourglass"],
};

function seatRow(row, entry) {
  const [look, sign] = LOOKS[row.state] || ["off", "begin"];
  const shape = { submitted: " lamp-lit", recused: " lamp-recused", missing: " lamp-missing" }[row.state] || "";
  const name = row.name || t("common.seat", { seat: row.seat });
  const ask = (path, key) => () => askReason(path, t("judge." + key, { name }), t("judge." + key + "_text"), t("judge." + key + "_do"),
    (reason) => command(path, { entry: entry.id, judge: row.judge, reason }));
  const act = ["expected", "drafting", "returned"].indexOf(row.state) >= 0 ? ["declare-missing", "declare_missing"] : row.state === "submitted" ? ["return-ballot", "return_ballot"] : null;
  return el("li", { class: "seat-row", attrs: { "data-seat": row.seat, "data-state": row.state } },
    el("span", { class: "lamp" + shape, text: row.seat }),
    el("span", { class: "seat-name" }, el("b", { text: name }), el("span", { class: "muted", text: t("common." + row.role) + " " + t("common." + row.attendance) })),
    el("span", { class: "chip chip-" + look }, icon(sign), t("judge.seat_" + row.state)),
    act && entry ? el("button", { class: "button", attrs: { type: "button", "data-act": act[0] }, on: { click: ask(act[0], act[1]) } }, t("judge." + act[1] + "_short")) : null);
}

function seatList(session) {
  return el("ol", { class: "seat-list" }, (session.panel || []).map((row) => seatRow(row, session.entry)));
}

// The chief's panel: states only, never a mark.
export function showSeats(scene) {
  const { session } = scene;
  showDialog("seats", t("judge.seats"), el("p", { class: "muted", text: t("judge.seats_text") }), seatList(session));
  open.shows = JSON.stringify([session.panel, session.entry]);
}

// An open panel follows the hall.
export function refreshSeats(scene) {
  const { session } = scene;
  if (!open || !open.shows || !session) return;
  const shows = JSON.stringify([session.panel, session.entry]);
  if (shows === open.shows) return;
  open.shows = shows;
  open.node.querySelector(".seat-list").replaceWith(seatList(session));
}

// The comment in a dialog, for screens where it has no place of its own.
export function showComment(draft, acts) {
  const box = el("textarea", { class: "text", attrs: { id: "comment", rows: 5, maxlength: 500, placeholder: t("judge.comment_hint"), "aria-label": t("judge.comment") },
    on: { input: () => acts.comment(box.value) } });
  box.value = draft.comment;
  showDialog("comment-dialog", t("judge.comment"), box, el("p", { class: "muted", text: t("judge.comment_kept") }),
    el("button", { class: "button button-solid", attrs: { type: "button", "data-act": "done" }, on: { click: closeDialog } }, t("judge.done")));
  box.focus();
}
