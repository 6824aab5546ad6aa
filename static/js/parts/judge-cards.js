// The views without marking: review, waiting, sending, receipt, conflict, late, and the seats that do not mark.
import { formatTime } from "../lib/clock.js";
import { el } from "../lib/dom.js";
import { spoken, t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { differences, extremes, formatMark, formatPlain, total } from "./judge-marks.js";

// Extremes that the judge has not yet said yes to.
export function openQuestions(draft) {
  return extremes(draft.marks, draft.criteria).filter((found) => !draft.confirmed[found.place]);
}

function remark(draft, place) {
  const found = extremes(draft.marks, draft.criteria).find((one) => one.place === place);
  if (!found) return null;
  if (draft.confirmed[place]) return el("p", { class: "review-note" }, icon("tick"), t("judge.confirmed_" + found.form));
  return el("p", { class: "review-note review-ask" }, icon("warn"), t("judge.please_confirm_" + found.form));
}

function reviewRow(draft, place, acts, step) {
  const criterion = draft.criteria[place];
  return el("li", { class: "review-row", attrs: { "data-criterion": criterion.number } },
    el("div", { class: "review-name" }, el("h2", { text: criterion.name }), remark(draft, place)),
    el("p", { class: "review-mark" }, el("b", { text: formatMark(draft.marks[place], step) }),
      el("span", { class: "muted", text: "/ " + formatPlain(criterion.maximum) })),
    el("button", { class: "button", attrs: { type: "button", "data-act": "edit", "aria-label": t("judge.change_of", { name: criterion.name }) },
      on: { click: () => acts.edit(place) } }, t("judge.change")));
}

function askCard(draft, acts, step) {
  const open = openQuestions(draft);
  if (!open.length) return null;
  const { place, form } = open[0];
  const { name } = draft.criteria[place];
  const mark = formatMark(draft.marks[place], step);
  return el("section", { class: "ask", attrs: { role: "alert", "data-ask": draft.criteria[place].number } },
    el("h2", {}, icon("warn"), t("judge.ask_" + form, { name, mark })), el("p", { text: t("judge.ask_meant") }),
    el("div", { class: "ask-acts" },
      el("button", { class: "button", attrs: { type: "button", "data-act": "ask-change" }, on: { click: () => acts.edit(place) } }, t("judge.ask_change")),
      el("button", { class: "button button-solid", attrs: { type: "button", "data-act": "ask-yes" }, on: { click: () => acts.confirm(place) } }, t("judge.ask_yes_" + form))));
}

function byTotal(a, b) {
  return b.hundredths - a.hundredths;
}

function hundredths(text) {
  const cut = String(text).split(".");
  return Number(cut[0]) * 100 + Number(((cut[1] || "") + "00").slice(0, 2));
}

// Own earlier totals of the same kind, highest first, with the present entry among them.
export function earlierList(earlier, draft, step) {
  const others = earlier.filter((one) => !draft || (one.kind === draft.kind && one.entry !== draft.entry))
    .map((one) => ({ circle: one.circle, position: one.position, shown: one.total, hundredths: hundredths(one.total), own: false }));
  if (draft) {
    const sum = total(draft.marks, draft.criteria);
    others.push({ circle: draft.circle, position: draft.position, shown: formatMark(sum, step), hundredths: sum, own: true });
  }
  return el("ol", { class: "earlier" }, others.sort(byTotal).map((one) =>
    el("li", { class: one.own ? "earlier-own" : "" },
      el("span", {}, one.own ? t("judge.this_one", { circle: one.circle }) : one.circle), el("b", { text: one.shown }))));
}

export function buildReview(draft, earlier, acts, step) {
  const shown = earlier.filter((one) => one.kind === draft.kind && one.entry !== draft.entry);
  return el("div", { class: "review" },
    el("ol", { class: "review-list card", attrs: { "aria-label": t("judge.review_title") } }, draft.marks.map((mark, place) => reviewRow(draft, place, acts, step))),
    el("div", { class: "side" },
      askCard(draft, acts, step),
      el("section", { class: "card" },
        el("div", { class: "card-head" }, el("h2", { text: t("judge.comment") }), el("span", { class: "muted", text: t("judge.optional") }),
          el("button", { class: "button button-small", attrs: { type: "button", "data-act": "comment" }, on: { click: acts.openComment } },
            t(draft.comment ? "judge.change" : "judge.write"))),
        draft.comment ? el("p", { class: "comment-text", text: draft.comment }) : null),
      shown.length ? el("section", { class: "card" },
        el("div", { class: "card-head" }, el("h2", { text: t("judge.earlier") }), el("span", { class: "muted", text: t("judge.only_you") })),
        earlierList(earlier, draft, step)) : null,
      el("p", { class: "muted", text: t("judge.final_word") })));
}

// A receipt's code as it is compared with the printed list: two groups for the eye, letter by letter for the ear.
export function receiptCode(code, id) {
  if (!code) return null;
  return el("b", { class: "code", attrs: { id: id || null, "data-code": code } },
    el("span", { attrs: { "aria-hidden": "true" }, text: code.slice(0, 4) + " " + code.slice(4) }),
    el("span", { class: "visually-hidden", text: code.split("").join(" ") }));
}

function marksList(marks, criteria, step, differing) {
  if (!marks || !criteria) return null;
  return el("dl", { class: "given" }, marks.map((mark, place) =>
    el("div", { class: differing && differing.indexOf(place) >= 0 ? "given-differs" : "" },
      el("dt", { text: criteria[place] ? criteria[place].name : "" }), el("dd", { text: formatMark(mark, step) }))));
}

function fact(name, value) {
  return value ? el("div", { class: "fact" }, el("dt", { text: name }), el("dd", {}, value)) : null;
}

// Where a ballot came from that this judge did not send from a tablet.
const SOURCES = { paper: "judge.from_paper", mended: "judge.from_change" };

// receipt: {total, code, at, marks, criteria, lit, seat, comment, source}
export function receiptCard(receipt, step) {
  return el("section", { class: "card receipt", attrs: { "aria-label": t("judge.received") } },
    el("h2", { class: "receipt-head" }, icon("tick"), t("judge.received")),
    el("p", { class: "receipt-total", attrs: { id: "receipt-total" }, text: receipt.total }),
    SOURCES[receipt.source] ? el("p", { class: "band band-act receipt-paper", attrs: { id: "receipt-" + receipt.source } }, icon("pen"),
      t(SOURCES[receipt.source], { total: receipt.total })) : null,
    el("dl", { class: "receipt-facts" },
      fact(t("judge.receipt_code"), receiptCode(receipt.code, "receipt-code")),
      fact(t("judge.received_at"), receipt.at ? el("b", { attrs: { id: "receipt-at" }, text: t("judge.server_time", { time: formatTime(receipt.at, true) }) }) : null),
      fact(t("judge.items", { count: receipt.marks ? receipt.marks.length : 0 }), marksList(receipt.marks, receipt.criteria, step)),
      fact(t("judge.comment"), receipt.comment || null)),
    el("p", { class: "receipt-lamp", attrs: { id: "receipt-lamp" } },
      el("span", { text: t(receipt.lit ? "judge.lamp_lit" : "judge.lamp_kept", { seat: receipt.seat }) }),
      el("span", { class: "lamp lamp-lit", attrs: { "aria-hidden": "true" }, text: receipt.seat })));
}

export function sendingCard(record, step) {
  const { body, criteria } = record;
  return el("section", { class: "card receipt receipt-waiting" },
    el("h2", { class: "receipt-head" }, icon("hourglass"), t("judge.sending")),
    el("p", { class: "receipt-total", text: formatMark(total(body.marks, criteria), step) }),
    el("p", { text: t("judge.sending_text", { time: formatTime(record.made_at) }) }),
    el("dl", { class: "receipt-facts" }, fact(t("judge.items", { count: body.marks.length }), marksList(body.marks, criteria, step))));
}

function version(mark, word, act, hook) {
  return el("button", { class: "button version", attrs: { type: "button", "data-act": hook }, on: { click: act } },
    el("b", { text: t("judge.use", { total: mark }) }), el("span", { text: word }));
}

// Two versions of one ballot. Where they differ in one criterion only, that mark names them, else the total.
export function conflictCard(record, acts, step) {
  const { body, criteria, current } = record;
  const other = current && current.marks ? current.marks : [];
  const apart = differences(body.marks, other);
  const single = apart.length === 1 && other.length === body.marks.length;
  const name = (marks) => formatMark(single ? marks[apart[0]] : total(marks, criteria), step);
  const paper = Boolean(current && current.source === "paper");
  const title = single ? t("judge.conflict_one", { name: criteria[apart[0]].name }) : t("judge.conflict");
  return el("section", { class: "conflict", attrs: { role: "alert" } },
    el("div", { class: "conflict-head" }, icon("refuse"), el("div", {}, el("h2", { text: title }), el("p", { text: t(paper ? "judge.conflict_paper" : "judge.conflict_text") }))),
    el("div", { class: "ask-acts" },
      version(name(body.marks), t("judge.this_device", { time: formatTime(record.made_at) }), () => acts.choose("mine"), "use-mine"),
      other.length ? version(name(other), t(paper ? "judge.other_paper" : "judge.other_device", { version: current.version }), () => acts.choose("other"), "use-other") : null),
    el("div", { class: "card conflict-both" },
      el("div", {}, el("h3", { text: t("judge.this_device_short") }), marksList(body.marks, criteria, step, apart)),
      other.length ? el("div", {}, el("h3", { text: t(paper ? "judge.other_paper_short" : "judge.other_device_short") }), marksList(other, criteria, step, apart)) : null));
}

// A calm card: icon, title, sentence, and what may be done.
export function plainCard(look, sign, title, text, extra) {
  return el("section", { class: "card plain plain-" + look },
    el("div", { class: "plain-sign" }, icon(sign)), el("h2", { text: title }), text ? el("p", { text }) : null, extra || null);
}

function keptTotal(record, step) {
  return el("p", { class: "plain-total", text: t("judge.kept_total", { total: formatMark(total(record.body.marks, record.criteria), step) }) });
}

function receiptLine(record) {
  return record.receipt ? el("p", { class: "receipt-line" }, t("judge.receipt_code") + " ", receiptCode(record.receipt.code, "receipt-code")) : null;
}

export function lateCard(record, step) {
  const said = spoken(record.error);
  return plainCard("stop", "lock", t("judge.late"), said || t("judge.late_text"), el("div", {}, keptTotal(record, step), receiptLine(record)));
}

// From a device that was taken over: at the secretariat, not counted by itself.
export function asideCard(record, step) {
  return plainCard("stop", "tray", t("judge.aside"), t("judge.aside_text"), el("div", {}, keptTotal(record, step), receiptLine(record)));
}

function heldLine({ record, draft }, step) {
  const one = record || draft;
  const given = record ? record.body.marks : draft.marks;
  const words = record ? t("judge.held_" + record.state, { time: formatTime(record.made_at) }) :
    t("judge.held_draft", { done: given.filter((mark) => mark !== null).length, of: given.length });
  return el("li", { class: "card held", attrs: { "data-entry": one.entry, "data-state": record ? record.state : "draft" } },
    el("div", { class: "card-head" }, el("h3", { text: (one.position || "") + " " + one.circle }), el("b", { text: formatMark(total(given, one.criteria), step) })),
    el("p", { class: "held-words" }, words, record && record.receipt ? receiptCode(record.receipt.code) : null,
      record && record.state === "refused" ? el("span", { class: "muted", text: spoken(record.error) }) : null),
    marksList(given, one.criteria, step));
}

// Another device works for this judge now: what is here can be read, what waits here is still sent.
export function takenCard(taken, held, step) {
  return el("section", { class: "taken", attrs: { "aria-label": t("judge.taken", { time: formatTime(taken.at) }) } },
    plainCard("stop", "lock", t("judge.taken", { time: formatTime(taken.at) }), t("judge.taken_text")),
    held.length ? el("ol", { class: "held-list" }, held.map((one) => heldLine(one, step))) : el("p", { class: "muted held-none", text: t("judge.held_none") }));
}

// A second page of the same browser is at work: two at once would undo each other's drafts.
export function elsewhereCard() {
  return plainCard("stop", "screen", t("judge.page_elsewhere"), t("judge.page_elsewhere_text"),
    el("button", { class: "button button-solid", attrs: { type: "button", "data-act": "continue-here" }, on: { click: () => window.location.reload() } }, t("judge.continue_here")));
}

function meeting(session) {
  if (!session || session.attendance !== "remote" || !session.meeting_link) return null;
  return meetingLink(session.meeting_link);
}

// A meeting address as a link where it is one; a meeting number stays text.
export function meetingLink(address) {
  if (!/^https?:\/\//i.test(address)) return el("p", { class: "meeting", text: t("judge.meeting_number", { number: address }) });
  return el("a", { class: "button meeting", attrs: { href: address, target: "_blank", rel: "noopener noreferrer", id: "meeting-link" } }, icon("screen"), t("judge.meeting"));
}

function nextLine(next) {
  if (!next) return null;
  return el("div", { class: "next-entry" }, el("p", { class: "muted", text: t("judge.next_entry", { position: next.position }) }),
    el("p", { class: "next-title", text: next.title }),
    el("p", { class: "facts facts-centre" }, el("span", { text: next.circle }), el("span", { text: next.unit }), el("span", { text: t("common." + next.attendance + "_entry") })));
}

// Waiting for the call, with what comes next and the meeting link of a remote judge.
export function waitingCard(session) {
  const { entry, phase } = session || {};
  if (entry && ["postponed", "withdrawn", "disqualified"].indexOf(phase) >= 0) {
    return plainCard("off", "recused", t("judge.entry_" + phase), t("judge.opens_itself"), meeting(session));
  }
  const called = Boolean(entry) && phase === "called";
  const title = called ? t("judge.called", { position: entry.position }) : t("judge.wait_call");
  return plainCard("off", "begin", title, t(called ? "judge.called_text" : "judge.wait_call_text"),
    el("div", { class: "waiting-more" }, called ? null : nextLine(session && session.next), meeting(session)));
}

export function barredCard(view, ballot) {
  const signs = { recused: ["off", "recused"], missing: ["off", "ring"], not_in_panel: ["off", "begin"] };
  const [look, sign] = signs[view];
  const reason = ballot && ballot.reason ? (typeof ballot.reason === "object" ? spoken(ballot.reason) : ballot.reason) : "";
  return plainCard(look, sign, t("judge." + view), t("judge." + view + "_text"), reason ? el("p", { class: "muted", text: t("judge.reason", { reason }) }) : null);
}

// Closed without a ballot of this judge; what was drafted can still be handed over to be kept.
export function closedCard(draft, acts, step) {
  const full = draft && draft.marks.every((mark) => mark !== null);
  const extra = full ? el("div", { class: "plain-acts" },
    el("p", { class: "plain-total", text: t("judge.kept_total", { total: formatMark(total(draft.marks, draft.criteria), step) }) }),
    el("button", { class: "button", attrs: { type: "button", "data-act": "send-late" }, on: { click: acts.submit } }, t("judge.send_late"))) : null;
  return plainCard("stop", "lock", t("judge.closed"), t(full ? "judge.closed_text" : "judge.closed_empty"), extra);
}
