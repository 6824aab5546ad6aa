// What is on the stage now: the entry, its stage of the turn, the timer, and what may be done.
import { el, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { formatSeconds, formatTime, now as serverNow } from "../lib/clock.js";
import { refusalPlace, send } from "./desk-command.js";
import { askCommand } from "./desk-dialog.js";
import { attendanceWord, button, facts, heading, paint, said } from "./desk-view.js";
import { askAboutEntry } from "./desk-order.js";
import { can, clockToMs, readSeconds, WITH_REASON } from "./desk-say.js";

const PILLS = ["called", "presenting", "questioning", "scoring", "published"];
const PLACE = { waiting: -1, called: 0, presenting: 1, questioning: 2, scoring: 3, complete: 3, published: 4 };
// These belong to the bar at the foot.
export const AT_FOOT = ["close-entry", "publish-entry", "reveal", "unreveal"];
const STAGED = ["called", "presenting", "questioning", "scoring"];
const FORWARD = ["call", "start-presenting", "end-presenting", "end-questions"];
const KEYS = { "reopen-entry": "O" };

function pills(phase, step) {
  const place = PLACE[phase];
  return el("ol", { class: "pills", attrs: { "aria-label": t("desk.pills") } }, PILLS.map((name, index) => {
    const done = place > index || (name === "published" && step === 4);
    const look = done ? "chip-ok" : place === index ? "pill-now" : "chip-off";
    const word = name === "published" ? t("common.phase.revealed") : t("common.phase." + name);
    return el("li", { class: "pill " + look, text: word, attrs: { "aria-current": place === index && !done ? "step" : null } });
  }));
}

// What the timer says at this moment: {caption, digits, level}
export function timerAt(entry, at) {
  const timer = entry.timer;
  if (!timer || !timer.started_at) return { caption: t("common.phase." + entry.phase), digits: "--:--", level: "idle" };
  if (!timer.deadline) {
    const since = formatSeconds((at - timer.started_at) / 1000);
    return { caption: t("desk.collecting_for"), digits: since, level: "run" };
  }
  const left = Math.ceil((timer.deadline - at) / 1000);
  if (left < 0) {
    const over = entry.phase === "presenting" ? "desk.overtime_presenting" : "desk.overtime_questions";
    return { caption: t(over), digits: "+" + formatSeconds(Math.floor((at - timer.deadline) / 1000)), level: "over" };
  }
  const warn = entry.phase === "presenting" && timer.warning && left <= timer.warning;
  const caption = t(warn ? "desk.last_minute" : "desk.left_" + (entry.phase === "presenting" ? "presenting" : "questioning"));
  return { caption, digits: formatSeconds(left), level: warn ? "warn" : "run" };
}

export function tick(entry) {
  const node = document.getElementById("timer");
  if (!node || !entry) return;
  const at = timerAt(entry, serverNow());
  node.dataset.level = at.level;
  setText(node.querySelector(".timer-caption"), at.caption);
  setText(node.querySelector(".timer-digits"), at.digits);
}

function overtimeNote(entry) {
  const over = entry.overtime;
  if (!over || (!over.source && !over.seconds)) return null;
  const key = over.seconds > 0 ? "desk.overtime_note" : "desk.overtime_none";
  const source = over.source ? t("desk.source_" + over.source) : "";
  return el("p", { class: over.seconds > 0 ? "overtime chip-wait" : "overtime muted",
    text: t(key, { seconds: over.seconds, deduction: over.deduction, source }) });
}

// Run an act that the server offers, asking first where a reason is kept or it cannot be taken back.
export function runAct(act, place) {
  if (!act || act.enabled === false) return;
  if (WITH_REASON.indexOf(act.command) >= 0 || act.command === "publish-entry") {
    askCommand({ command: act.command, title: said(act), payload: act.payload,
      text: act.command === "publish-entry" ? t("desk.ask_publish") : null, confirm: said(act) });
  } else send(act.command, act.payload, place);
}

export function mainAct(entry) {
  const acts = ((entry && entry.acts) || []).filter((act) => act.enabled !== false);
  return acts.find((act) => FORWARD.indexOf(act.command) >= 0) || null;
}

function actButtons(entry, place) {
  const main = mainAct(entry);
  return (entry.acts || []).filter((act) => AT_FOOT.indexOf(act.command) < 0).map((act) => {
    const isMain = main === act;
    const key = isMain ? t("desk.key_space") : KEYS[act.command];
    return button({ label: said(act), command: act.command, solid: isMain, disabled: act.enabled === false, key,
      shortcut: isMain ? "Space" : key, on: () => runAct(act, place) });
  });
}

export function askOvertime(entry) {
  askCommand({ command: "set-overtime", title: t("desk.ask.set-overtime", { entry: entry.id, circle: entry.circle }),
    fields: [{ name: "seconds", label: t("desk.overtime_seconds"), hint: t("desk.overtime_hint"), inputmode: "numeric",
      value: entry.overtime ? String(entry.overtime.seconds) : "" }],
    payload: { entry: entry.id },
    read: (entered) => {
      const seconds = readSeconds(entered.seconds);
      if (seconds === null) return { problem: t("desk.overtime_bad") };
      return { seconds, reason: entered.reason };
    } });
}

export function askStart(entry) {
  const started = entry.timer && entry.timer.started_at;
  askCommand({ command: "set-start", title: t("desk.ask.set-start", { entry: entry.id, circle: entry.circle }),
    fields: [{ name: "started_at", label: t("desk.started_at"), hint: t("desk.started_hint"),
      value: started ? formatTime(started, true) : "" }],
    payload: { entry: entry.id },
    read: (entered) => {
      const ms = clockToMs(entered.started_at, serverNow());
      return ms === null ? { problem: t("desk.started_bad") } : { started_at: ms };
    } });
}

export function mayPostpone(entry, contest) {
  return Boolean(entry) && STAGED.indexOf(entry.phase) >= 0 && can(contest, "postpone");
}

function timeButtons(entry, contest) {
  const live = STAGED.indexOf(entry.phase) >= 0 || entry.phase === "complete";
  return [
    mayPostpone(entry, contest) ? button({ label: t("desk.postpone_this"), command: "postpone", key: "D", shortcut: "D",
      on: () => askAboutEntry("postpone", entry) }) : null,
    live && can(contest, "set-overtime") ? button({ label: t("desk.stopwatch"), command: "set-overtime", key: "T",
      shortcut: "T", on: () => askOvertime(entry) }) : null,
    entry.phase === "presenting" && can(contest, "set-start") ? button({ label: t("desk.start_back"),
      command: "set-start", key: "S", shortcut: "S", on: () => askStart(entry) }) : null,
  ];
}

// Before there is a contest: where it is set up.
export function drawNothingYet(node) {
  paint(node, "nothing", () => [heading(t("desk.now"), ""), el("p", { class: "now-title", text: t("desk.no_contest") }),
    el("p", { class: "muted", text: t("desk.no_contest_text") }),
    el("div", { class: "acts" }, el("a", { class: "button button-solid", text: t("desk.to_setup"), attrs: { href: "/desk/setup" } }))]);
}

function emptyNow(session) {
  const key = session.state === "open" ? "desk.nobody_on_stage" : "desk.session_" + session.state;
  return [heading(t("desk.now"), ""), el("p", { class: "now-title", text: t(key) }),
    el("p", { class: "muted", text: t(key + "_text") })];
}

function entryNow(entry, contest) {
  const place = refusalPlace("now");
  return [
    heading(t("desk.now_position", { position: entry.position, of: entry.of }), entry.id + " " + attendanceWord(entry.attendance)),
    el("h3", { class: "now-title", text: entry.title }),
    facts(entry.circle, entry.unit, entry.kind),
    el("div", { class: "now-time" },
      el("div", { class: "timer", attrs: { id: "timer", role: "timer" } },
        el("p", { class: "timer-caption" }), el("p", { class: "timer-digits" })),
      el("div", { class: "now-side" }, pills(entry.phase, entry.reveal_step), overtimeNote(entry),
        entry.incomplete ? el("p", { class: "overtime chip-stop", text: t("desk.incomplete") }) : null)),
    el("div", { class: "acts" }, actButtons(entry, place), timeButtons(entry, contest)),
    place,
  ];
}

export function drawNow(node, session, contest) {
  const entry = session.now;
  paint(node, [entry, session.state, contest.permissions], () => (entry ? entryNow(entry, contest) : emptyNow(session)));
  tick(entry);
}

// The next entry, with the call.
export function drawNext(node, session, contest) {
  const entry = session.next;
  const free = session.state === "open" && can(contest, "call");
  paint(node, [entry, free, session.now && session.now.phase], () => {
    if (!entry) return [heading(t("desk.next"), ""), el("p", { class: "muted", text: t("desk.no_next") })];
    const place = refusalPlace("next");
    return [heading(t("desk.next_position", { position: entry.position }), entry.id),
      el("h3", { class: "next-title", text: entry.title }), facts(entry.circle, attendanceWord(entry.attendance)),
      el("p", { class: "muted", text: entry.unit }),
      el("div", { class: "acts" }, button({ label: t("desk.call_next"), command: "call", focus: "call-next", key: "N", shortcut: "N",
        about: entry.id, disabled: !free, on: () => send("call", { entry: entry.id }, place) })), place];
  });
}
