// The views without marking: waiting, sending, receipt, conflict, late and the seats that do not mark.
import { el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { spoken, t } from "../lib/i18n.js";
import { formatTime } from "../lib/clock.js";
import { differences, formatMark, total } from "./judge-marks.js";

function codeOf(receipt) {
  return receipt && typeof receipt === "object" ? receipt.code : receipt;
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

// receipt: {total, code, at, marks, criteria, lit, seat, comment}
export function receiptCard(receipt, step) {
  return el("section", { class: "card receipt", attrs: { "aria-label": t("judge.received") } },
    el("h2", { class: "receipt-head" }, icon("tick"), t("judge.received")),
    el("p", { class: "receipt-total", attrs: { id: "receipt-total" }, text: receipt.total }),
    el("dl", { class: "receipt-facts" },
      fact(t("judge.receipt_code"), el("b", { attrs: { id: "receipt-code" }, text: codeOf(receipt.code) || "" })),
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
    el("p", { text: t("judge.sending_text") }),
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
  const title = single ? t("judge.conflict_one", { name: criteria[apart[0]].name }) : t("judge.conflict");
  return el("section", { class: "conflict", attrs: { role: "alert" } },
    el("div", { class: "conflict-head" }, icon("refuse"), el("div", {}, el("h2", { text: title }), el("p", { text: t("judge.conflict_text") }))),
    el("div", { class: "ask-acts" },
      version(name(body.marks), t("judge.this_device", { time: formatTime(record.made_at) }), () => acts.choose("mine"), "use-mine"),
      other.length ? version(name(other), t("judge.other_device", { version: current.version }), () => acts.choose("other"), "use-other") : null),
    el("div", { class: "card conflict-both" },
      el("div", {}, el("h3", { text: t("judge.this_device_short") }), marksList(body.marks, criteria, step, apart)),
      other.length ? el("div", {}, el("h3", { text: t("judge.other_device_short") }), marksList(other, criteria, step, apart)) : null));
}

// A calm card: icon, title, sentence, and what may be done.
export function plainCard(look, sign, title, text, extra) {
  return el("section", { class: "card plain plain-" + look },
    el("div", { class: "plain-sign" }, icon(sign)), el("h2", { text: title }), text ? el("p", { text }) : null, extra || null);
}

export function lateCard(record, step) {
  const said = spoken(record.error);
  return plainCard("stop", "lock", t("judge.late"), said || t("judge.late_text"),
    el("p", { class: "plain-total", text: t("judge.kept_total", { total: formatMark(total(record.body.marks, record.criteria), step) }) }));
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

