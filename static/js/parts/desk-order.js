// The order of the day, and what can be done with one entry of it.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { alsoOf, alsoSeats, alsoStrip } from "./desk-also.js";
import { refusalPlace, send } from "./desk-command.js";
import { askCommand, closeDialog, openDialog } from "./desk-dialog.js";
import { attendanceWord, button, facts, heading, paint } from "./desk-view.js";
import { can } from "./desk-say.js";

const WAITS = ["waiting", "postponed"];
const OVER = ["published", "withdrawn", "disqualified"];

// The chip of an entry in the order: [look, word]
export function entryChip(row) {
  if (row.phase === "published") {
    if (row.reveal_step >= 4) return ["chip-ok", t("desk.revealed")];
    return row.reveal_step > 0 ? ["chip-act", t("desk.revealing", { step: row.reveal_step })] : ["chip-wait", t("desk.held_back")];
  }
  if (WAITS.indexOf(row.phase) >= 0 || OVER.indexOf(row.phase) >= 0) return ["chip-off", t("common.phase." + row.phase)];
  return ["chip-act", t("common.phase." + row.phase)];
}

function rowNode(row, current, open) {
  const chip = entryChip(row);
  const drawn = row.drawn_position && row.drawn_position !== row.position ? t("desk.drawn_as", { position: row.drawn_position }) : "";
  return el("li", {}, el("button", { class: "order-row" + (row.id === current ? " order-now" : ""), on: { click: () => open(row.id) },
    attrs: { type: "button", "data-entry": row.id, "data-phase": row.phase, "data-focus": "entry-" + row.id,
      "aria-current": row.id === current ? "true" : null, title: row.title } },
  el("span", { class: "order-position", text: row.position }),
  el("span", { class: "order-circle" }, el("span", { text: row.circle }), drawn ? el("small", { class: "muted", text: drawn }) : null),
  el("span", { class: "muted", text: attendanceWord(row.attendance) }), el("span", { class: "pill " + chip[0], text: chip[1] })));
}

export function drawOrder(node, session, open) {
  paint(node, [session.order, session.current, session.seed, session.also], () => {
    setTimeout(() => scrollToCurrent(node), 0);
    const seed = session.drawn ? t("desk.drawn_seed", { seed: session.seed === null ? "" : session.seed }) : t("desk.order_given");
    return [heading(t("desk.order"), seed), alsoStrip(session, open),
      el("ol", { class: "order-list" }, session.order.map((row) => rowNode(row, session.current, open)))];
  });
}

function scrollToCurrent(node) {
  const list = node.querySelector(".order-list");
  const current = node.querySelector(".order-now");
  if (list && current) list.scrollTop = current.offsetTop - list.offsetTop - current.offsetHeight * 2;
}

function askSwap(row, session) {
  const others = session.order.filter((other) => WAITS.indexOf(other.phase) >= 0 && other.id !== row.id);
  askCommand({ command: "swap-order", title: t("desk.ask.swap-order", { position: row.position, circle: row.circle }),
    payload: { entry: row.id }, fields: [{ name: "with", label: t("desk.swap_with"),
      options: others.map((other) => ({ value: other.id, text: other.position + "  " + other.circle })) }] });
}

export function askAboutEntry(command, row) {
  askCommand({ command, payload: { entry: row.id }, confirm: t("desk.do." + command),
    title: t("desk.ask." + command, { position: row.position, entry: row.id, circle: row.circle }), text: t("desk.ask_text." + command) });
}

// Of an entry that was closed and left the stage unpublished: its button is nowhere else.
function askPublish(row) {
  askCommand({ command: "publish-entry", payload: { entry: row.id }, confirm: t("desk.do.publish-entry"),
    title: t("desk.do.publish-entry") + " " + row.circle, text: t("desk.ask_publish") });
}

async function sendAndClose(command, payload, place) {
  if (await send(command, payload, place)) closeDialog();
}

function possible(row, session, contest) {
  const waits = WAITS.indexOf(row.phase) >= 0;
  const over = OVER.indexOf(row.phase) >= 0;
  const list = [
    ["call", waits && session.state === "open"], ["swap-order", waits],
    ["close-entry", row.phase === "scoring" && Boolean(alsoOf(row.id, session))], ["reopen-entry", row.phase === "complete"],
    ["publish-entry", row.phase === "complete"],
    ["reveal", row.phase === "published" && row.reveal_step < 4], ["unreveal", row.reveal_step > 0],
    ["postpone", !over && row.phase !== "complete" && row.phase !== "postponed"], ["withdraw", !over],
  ];
  return list.filter((pair) => pair[1] && can(contest, pair[0])).map((pair) => pair[0]);
}

function perform(command, row, session, place) {
  if (command === "swap-order") askSwap(row, session);
  else if (command === "publish-entry") askPublish(row);
  else if (command === "close-entry") sendAndClose("close-entry", { entry: row.id }, place);
  else if (command === "call") sendAndClose("call", { entry: row.id }, place);
  else if (command === "reveal") sendAndClose("reveal", { entry: row.id, step: row.reveal_step + 1 }, place);
  else if (command === "unreveal") sendAndClose("unreveal", { entry: row.id, step: row.reveal_step }, place);
  else askAboutEntry(command, row);
}

// The dialog of one entry of the order.
export function openEntry(id, session, contest) {
  const row = session.order.find((candidate) => candidate.id === id);
  if (!row) return;
  const place = refusalPlace("entry");
  const also = alsoOf(id, session);
  const acts = possible(row, session, contest).map((command) => button({ label: t("desk.do." + command, { step: row.reveal_step + 1, shown: row.reveal_step }),
    command, about: row.id, disabled: command === "close-entry" && also.blockers.length > 0, on: () => perform(command, row, session, place) }));
  openDialog("entry", t("desk.entry_title", { position: row.position, circle: row.circle }),
    el("p", { text: row.title }), facts(row.id, row.unit, row.kind, attendanceWord(row.attendance), entryChip(row)[1]),
    also ? alsoSeats(also, contest) : null, el("div", { class: "menu" }, acts.length ? acts : el("p", { class: "muted", text: t("desk.nothing_to_do") })), place);
}
