// Two menus of a session: what its boards show, and its opening, close and order.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { refusalPlace, send } from "./desk-command.js";
import { askCommand, closeDialog, openDialog } from "./desk-dialog.js";
import { button, facts } from "./desk-view.js";
import { can } from "./desk-say.js";

// What the boards show now, in words.
export function sceneWord(session, contest) {
  const pool = (contest.pools || []).find((candidate) => candidate.id === session.scene_pool);
  const page = session.scene === "standings" ? t("desk.page_number", { page: session.page }) : "";
  return [t("desk.scene." + session.scene), pool ? pool.title : "", page].filter(Boolean).join(" ");
}

function poolRow(session, pool, show) {
  const page = el("input", { class: "text page-input", attrs: { type: "number", min: 1, max: 99, value: session.scene_pool === pool.id ? session.page : 1,
    "aria-label": t("desk.page_of", { pool: pool.title }), name: "page-" + pool.id } });
  const number = () => Math.max(1, Math.floor(Number(page.value) || 1));
  const turn = (by) => {
    page.value = String(Math.max(1, number() + by));
    show("standings", pool.id, null, number());
  };
  return el("li", { attrs: { "data-pool": pool.id } }, el("span", { text: pool.title }), el("span", { class: "pool-acts" },
    button({ label: "‹", command: "page-back", class: "button-small", focus: "back-" + pool.id, on: () => turn(-1) }), page,
    button({ label: "›", command: "page-on", class: "button-small", focus: "on-" + pool.id, on: () => turn(1) }),
    button({ label: t("desk.show_standings"), command: "show-standings", focus: "st-" + pool.id, on: () => show("standings", pool.id, null, number()) }),
    button({ label: t("desk.show_ceremony"), command: "show-ceremony", focus: "ce-" + pool.id, on: () => show("ceremony", pool.id, null, number()) })));
}

function shownEntries(session) {
  return session.order.filter((row) => row.reveal_step > 0).map((row) => ({ value: row.id, text: row.position + "  " + row.circle }));
}

function revealAgain(session, show) {
  const rows = shownEntries(session);
  if (!rows.length) return null;
  const choice = el("select", { class: "text", attrs: { "aria-label": t("desk.show_reveal_of") } },
    rows.map((row) => el("option", { text: row.text, attrs: { value: row.value } })));
  return el("div", { class: "scene-again" }, el("span", { text: t("desk.show_reveal_of") }), choice,
    button({ label: t("desk.show_again"), command: "show-reveal", on: () => show("reveal", null, choice.value, 1) }));
}

// The menu of the boards of one session.
export function openScenes(session, contest) {
  const place = refusalPlace("scene");
  const allowed = can(contest, "show-scene");
  const show = (scene, pool, entry, page) => send("show-scene", { session: session.id, scene, pool, entry, page }, place);
  const plain = ["idle", "stage"].map((scene) => button({ label: t("desk.scene." + scene), command: "show-" + scene,
    disabled: !allowed, on: () => show(scene, null, null, 1) }));
  openDialog("scene", t("desk.board_of", { session: session.name }), el("p", { class: "muted", text: t("desk.board_shows", { scene: sceneWord(session, contest) }) }),
    allowed ? [el("div", { class: "menu" }, plain, el("a", { class: "button", text: t("desk.open_board"), attrs: { href: "/board/" + session.id, target: "_blank", rel: "noopener" } })),
      revealAgain(session, show), el("ul", { class: "pool-list" }, (contest.pools || []).map((pool) => poolRow(session, pool, show)))]
      : el("p", { text: t("desk.refused_role") }), place);
}

function askDraw(session) {
  askCommand({ command: "draw-order", title: t("desk.ask.draw-order", { session: session.name }), text: t("desk.ask_text.draw-order"),
    confirm: t("desk.do.draw-order"), payload: { session: session.id },
    fields: [{ name: "seed", label: t("desk.seed"), hint: t("desk.seed_hint"), required: false, inputmode: "numeric" }],
    read: (entered) => {
      if (entered.seed && !/^\d{1,15}$/.test(entered.seed)) return { problem: t("desk.seed_bad") };
      return { seed: entered.seed ? Number(entered.seed) : null };
    } });
}

function askState(command, session, frozen) {
  const key = command === "open-session" && !frozen ? "open-session-first" : command;
  askCommand({ command, title: t("desk.ask." + command, { session: session.name }), text: t("desk.ask_text." + key),
    confirm: t("desk.do." + command), payload: { session: session.id } });
}

// The menu of one session.
export function openSession(session, contest) {
  const acts = [];
  const add = (command, fits, on) => {
    if (fits && can(contest, command)) acts.push(button({ label: t("desk.do." + command), command, on }));
  };
  add("open-session", session.state !== "open", () => askState("open-session", session, contest.frozen));
  add("draw-order", !session.drawn && session.order.every((row) => row.phase === "waiting"), () => askDraw(session));
  add("close-session", session.state === "open", () => askState("close-session", session, contest.frozen));
  const drawn = session.drawn ? t("desk.drawn_seed", { seed: session.seed === null ? "" : session.seed }) : t("desk.order_given");
  openDialog("session", session.name, facts(session.id, session.place, t("desk.mode." + session.mode), session.date + " " + session.start),
    facts(t("desk.session_" + session.state), drawn, t("desk.entries_count", { count: session.order.length })),
    session.meeting_link ? el("p", {}, el("a", { text: session.meeting_link, attrs: { href: session.meeting_link, target: "_blank", rel: "noopener noreferrer" } })) : null,
    el("div", { class: "menu" }, acts.length ? acts : el("p", { class: "muted", text: t("desk.nothing_to_do") }),
      can(contest, "cards") ? el("a", { class: "button", text: t("desk.cards"), attrs: { href: "/desk/cards", target: "_blank", rel: "noopener" } }) : null,
      button({ label: t("common.close"), command: "close-dialog", on: closeDialog })));
}
