// What the desk can do for one seat: declare missing, recuse, return a ballot, change hands, a new card.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { ask, refusalPlace, send } from "./desk-command.js";
import { askCommand, openDialog, showLink } from "./desk-dialog.js";
import { attendanceWord, button, facts } from "./desk-view.js";
import { can } from "./desk-say.js";

export const FOR_STATE = {
  expected: ["declare-missing", "recuse"], drafting: ["declare-missing", "recuse"], returned: ["declare-missing", "recuse"],
  submitted: ["return-ballot", "recuse"], recused: ["unrecuse"], missing: ["undeclare-missing"],
};
const OPEN = ["expected", "drafting", "returned"];
const LIVE = ["called", "presenting", "questioning", "scoring", "complete"];

function who(seat) {
  return { seat: seat.seat, name: seat.name };
}

// Ask for the reason and send; entry is the one whose panel the seat belongs to.
export function askForSeat(command, seat, entry) {
  askCommand({ command, title: t("desk.ask." + command, who(seat)), text: t("desk.ask_text." + command, { circle: entry.circle }),
    confirm: t("desk.do." + command), payload: { entry: entry.id, judge: seat.judge } });
}

async function newCard(seat, place) {
  const body = await send("issue-card", { judge: seat.judge }, place);
  if (body) showLink(t("desk.card_for", who(seat)), body);
}

function askCard(seat) {
  askCommand({ command: "issue-card", title: t("desk.ask.issue-card", who(seat)), text: t("desk.ask_text.issue-card"),
    confirm: t("desk.do.issue-card"), payload: { judge: seat.judge }, done: (body) => showLink(t("desk.card_for", who(seat)), body) });
}

async function askChange(seat, session, place) {
  const people = await ask("GET", "/api/v1/desk/people", null, place);
  if (!people) return;
  const judges = (people.judges || []).map((judge) => ({ value: judge.id, text: judge.id + "  " + judge.name }));
  askCommand({ command: "change-seat", title: t("desk.ask.change-seat", who(seat)), text: t("desk.ask_text.change-seat"),
    payload: { session: session.id, seat: seat.seat },
    fields: [{ name: "judge", label: t("desk.new_judge"), options: judges, value: seat.judge },
      { name: "attendance", label: t("desk.attendance"), value: seat.attendance,
        options: ["onsite", "remote"].map((value) => ({ value, text: t("common." + value) })) }] });
}

function entryActs(seat, entry, contest) {
  if (!entry || LIVE.indexOf(entry.phase) < 0) return [];
  return (FOR_STATE[seat.state] || []).filter((command) => can(contest, command));
}

// Where a ballot of this seat filled in by hand is typed in, while one is waited for.
export function paperLink(seat, entry, contest) {
  if (!entry || ["presenting", "questioning", "scoring"].indexOf(entry.phase) < 0 || OPEN.indexOf(seat.state) < 0 || !can(contest, "type-ballot")) return null;
  return el("a", { class: "button", text: t("desk.do.type-ballot"), attrs: { "data-command": "type-ballot",
    href: "/desk/paper#" + encodeURIComponent(entry.id) + "/" + encodeURIComponent(seat.judge) } });
}

// The dialog of a seat, found by its judge or its number (a judge who left it is shown beside the new one).
export function openSeat(key, seats, session, contest) {
  const seat = seats.find((candidate) => candidate.judge === key || candidate.seat === key);
  if (!seat) return;
  const entry = session.now;
  const place = refusalPlace("seat");
  const acts = entryActs(seat, entry, contest).map((command) => button({ label: t("desk.do." + command), command,
    about: seat.judge, on: () => askForSeat(command, seat, entry) }));
  const others = [];
  if (can(contest, "change-seat")) {
    others.push(button({ label: t("desk.do.change-seat"), command: "change-seat", about: seat.judge, on: () => askChange(seat, session, place) }));
  }
  if (can(contest, "issue-card")) {
    const act = seat.paired ? () => askCard(seat) : () => newCard(seat, place);
    others.push(button({ label: t("desk.do.issue-card"), command: "issue-card", about: seat.judge, on: act }));
  }
  openDialog("seat", t("desk.seat_title", who(seat)),
    facts(t("common." + seat.role), attendanceWord(seat.attendance), t("desk.seat." + seat.state),
      seat.late > 0 ? t("desk.seat.late", { count: seat.late }) : "", seat.version > 1 ? t("desk.seat.version", { version: seat.version }) : ""),
    el("div", { class: "menu" }, acts, paperLink(seat, entry, contest), others), place);
}
