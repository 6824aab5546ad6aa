// One ballot that was kept aside, beside the one that counts: criterion by criterion, what differs is marked.
import { el } from "../lib/dom.js";
import { formatTime } from "../lib/clock.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { markText } from "./corrections-ballot.js";
import { openDecision } from "./decisions-ask.js";
import { send } from "./desk-command.js";
import { askCommand, closeDialog } from "./desk-dialog.js";
import { button, said } from "./desk-view.js";

const NONE = "—";

function heading(aside) {
  const seat = aside.seat ? t("asides.seat", { seat: aside.seat }) : "";
  return el("h3", {}, icon("tray"), el("span", { text: t("asides.of", { entry: aside.entry, circle: aside.circle, seat, name: aside.name }) }),
    el("span", { class: "chip chip-wait", text: t("asides.why." + aside.why) }));
}

function about(version) {
  const receipt = t("asides.receipt", { receipt: version.receipt, time: formatTime(version.at, true) });
  return version.version ? t("asides.version", { version: version.version }) + " · " + receipt : receipt;
}

function sides(aside) {
  const { counted } = aside;
  return el("dl", { class: "aside-sides" },
    el("div", {}, el("dt", { text: t("asides.kept") }), el("dd", { text: about(aside) + (aside.device ? " · " + t("asides.device", { device: aside.device }) : "") })),
    el("div", {}, el("dt", { text: t("asides.counted") }), el("dd", { text: counted ? about(counted) : t("asides.nothing") })));
}

function row(name, kept, counted, text) {
  const differs = kept !== counted;
  return el("tr", { class: differs ? "differs" : "", attrs: { "data-differs": differs ? "true" : "false" } }, el("th", { text: name, attrs: { scope: "row" } }),
    el("td", { class: "figure", text: text(kept) }), el("td", { class: "figure", text: text(counted) }),
    el("td", { class: "differs-mark" }, differs ? el("span", { text: "≠", attrs: { role: "img", "aria-label": t("asides.differs"), title: t("asides.differs") } }) : null));
}

function comparison(aside) {
  if (aside.hidden) return el("p", { class: "muted", text: t("asides.hidden") });
  const { kept, counted } = aside;
  const mark = (value) => (typeof value === "number" ? markText(value) : NONE);
  const heads = ["criterion", "kept", "counted"].map((name) => el("th", { text: t("asides." + name), attrs: { scope: "col" } }));
  const rows = aside.criteria.map((criterion, index) => row(criterion.name, kept.marks[index], counted ? counted.marks[index] : null, mark));
  const plain = (words) => words || NONE;
  rows.push(row(t("asides.total"), kept.total, counted ? counted.total : null, plain));
  if (kept.comment || (counted && counted.comment)) rows.push(row(t("asides.comment"), kept.comment, counted ? counted.comment : "", plain));
  return el("div", { class: "table-place" }, el("table", { class: "changes aside-table" }, el("thead", {}, el("tr", {}, heads, el("th", {}))), el("tbody", {}, rows)));
}

function accept(aside, asked) {
  openDecision({ kind: "accept-aside", title: t("asides.accept_title", { entry: aside.entry, seat: aside.seat || NONE }), text: t("asides.accept_text"), chiefs: null,
    change: () => ({ kind: "accept-aside", entry: aside.entry, judge: aside.judge, ballot: aside.id, base: aside.base }), confirm: t("asides.accept_ask"), asked });
}

// Leaving a ballot, or taking that back: one person, one reason.
function decide(aside, command, words, done) {
  askCommand({ command, title: t("asides." + words + "_title", { entry: aside.entry, seat: aside.seat || NONE }), text: words === "leave" ? t("asides.leave_text") : "",
    payload: { ballot: aside.id }, confirm: t("asides." + words),
    submit: (payload, place) => send(command, payload, place), done: () => {
      closeDialog();
      done();
    } });
}

function acts(aside, may, on) {
  const given = [];
  if (may("correct") && !aside.obstacle) {
    given.push(button({ label: t("asides.accept"), command: "accept-aside", about: aside.id, focus: "accept-" + aside.id, solid: true, on: () => accept(aside, on.asked) }));
  }
  if (may("leave-aside")) given.push(button({ label: t("asides.leave"), command: "leave-aside", about: aside.id, focus: "leave-" + aside.id, on: () => decide(aside, "leave-aside", "leave", on.done) }));
  return el("div", { class: "decision-acts" }, given, aside.obstacle ? el("span", { class: "muted", text: said(aside.obstacle) }) : null);
}

export function openCard(aside, may, on) {
  return el("li", { class: "aside-card", attrs: { "data-aside": aside.id, "data-why": aside.why } }, heading(aside), sides(aside), comparison(aside), acts(aside, may, on));
}

export function decidedRow(aside, may, on) {
  const left = aside.answer === "left";
  return el("li", { attrs: { "data-aside": aside.id, "data-answer": aside.answer } }, el("span", { class: "said-what" }, heading(aside),
    el("span", { class: "muted", text: t("decisions.because", { reason: aside.reason }) })),
  el("span", { class: "chip chip-" + (left ? "off" : "ok"), text: t("asides.answer." + aside.answer) }),
  left && may("reconsider-aside") ? button({ label: t("asides.reconsider"), command: "reconsider-aside", about: aside.id, focus: "again-" + aside.id,
    on: () => decide(aside, "reconsider-aside", "reconsider", on.done) }) : null);
}
