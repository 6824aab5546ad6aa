// Entries in their turn while another is on stage: who still owes a ballot, and what may be done about it.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { button, said } from "./desk-view.js";
import { can } from "./desk-say.js";
import { askForSeat, FOR_STATE, paperLink } from "./desk-seat-menu.js";

export function alsoOf(id, session) {
  return (session.also || []).find((entry) => entry.id === id) || null;
}

function chip(entry, open) {
  const ready = entry.settled === entry.panel;
  const count = ready ? t("common.phase." + entry.phase) : entry.settled + "/" + entry.panel;
  return el("li", {}, el("button", { class: "button button-small also-entry " + (ready ? "chip-ok" : "chip-wait"), on: { click: () => open(entry.id) },
    attrs: { type: "button", "data-also": entry.id, "data-focus": "also-" + entry.id,
      "aria-label": t("desk.also_entry", { entry: entry.id, circle: entry.circle, settled: entry.settled, panel: entry.panel }) } },
  el("span", { text: entry.id }), el("strong", { text: count })));
}

// The strip above the order; null where nobody waits off the stage.
export function alsoStrip(session, open) {
  if (!(session.also || []).length) return null;
  return el("div", { class: "also" }, el("span", { class: "also-head", text: t("desk.also") }),
    el("ul", { class: "also-list", attrs: { "aria-label": t("desk.also") } }, session.also.map((entry) => chip(entry, open))));
}

function seatNode(seat, entry, contest) {
  const acts = (FOR_STATE[seat.state] || []).filter((command) => can(contest, command)).map((command) => button({ label: t("desk.do." + command), command,
    about: seat.judge, focus: command + "-" + seat.seat, on: () => askForSeat(command, seat, entry) }));
  const look = seat.state === "submitted" ? "chip-ok" : seat.state === "expected" || seat.state === "returned" ? "chip-wait" : "chip-off";
  return el("li", { attrs: { "data-seat": seat.seat, "data-judge": seat.judge } }, el("span", { class: "pill " + look, text: t("desk.seat." + (seat.state === "expected" ? "owes" : seat.state)) }),
    el("span", { class: "also-who", text: t("desk.seat_title", { seat: seat.seat, name: seat.name }) }),
    el("span", { class: "also-acts" }, acts, paperLink(seat, entry, contest)));
}

// Inside the dialog of such an entry: first what blocks its close, then every seat with its remedies.
export function alsoSeats(entry, contest) {
  return el("div", { class: "also-seats" },
    el("p", { class: entry.blockers.length ? "chip-wait also-words" : "chip-ok also-words",
      text: t(entry.blockers.length ? "desk.also_owed" : "desk.also_settled", { settled: entry.settled, panel: entry.panel }) }),
    el("ul", { class: "held-list", attrs: { "aria-label": entry.blockers.map(said).join("；") || t("desk.seats") } },
      entry.seats.map((seat) => seatNode(seat, entry, contest))));
}
