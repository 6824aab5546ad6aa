// The bar at the foot: what still blocks the reveal with its remedies, then what the key L does.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { refusalPlace, send } from "./desk-command.js";
import { closeDialog, openDialog } from "./desk-dialog.js";
import { button, kbd, paint, said } from "./desk-view.js";
import { can, heldOf, revealTarget, unrevealTarget } from "./desk-say.js";
import { runAct } from "./desk-now.js";
import { askForSeat, openSeat } from "./desk-seat-menu.js";

const STEPS = 4;
const FEW = 4; // so many blockers show their remedies on the bar itself, more open the seat
const CLOSERS = ["close-entry", "publish-entry"];

// What L does now: {command, payload, label, small, sentence} or null while it does nothing.
export function mainStep(session, contest) {
  const entry = session.now;
  const act = entry && (entry.acts || []).find((candidate) => CLOSERS.indexOf(candidate.command) >= 0 && candidate.enabled !== false);
  if (act && !entry.blockers.length) {
    return { act, label: said(act), small: t("desk.small." + act.command),
      sentence: t("desk.will." + act.command, { count: entry.would_count, circle: entry.circle }) };
  }
  const target = revealTarget(session);
  if (!target || !can(contest, "reveal")) return null;
  const step = target.step + 1;
  const own = entry && entry.id === target.id && (entry.acts || []).find((candidate) => candidate.command === "reveal");
  const plain = { command: "reveal", payload: { entry: target.id, step }, enabled: true };
  return { act: own && own.enabled !== false ? own : plain, label: t("desk.reveal_step", { step }), small: t("desk.small.reveal"),
    sentence: t("desk.will.reveal_" + step, { circle: target.circle, position: target.position }) };
}

export function pressMain(session, contest) {
  const step = mainStep(session, contest);
  if (step) runAct(step.act, document.querySelector('[data-refusal="foot"]'));
}

export function stepBack(session, contest) {
  const target = unrevealTarget(session);
  if (!target || !can(contest, "unreveal")) return;
  send("unreveal", { entry: target.id, step: target.step }, document.querySelector('[data-refusal="foot"]'));
}

function remedy(command, blocker, session, seats) {
  const seat = seats.find((candidate) => candidate.judge === blocker.judge || candidate.seat === blocker.seat);
  const act = () => {
    if (seat && command !== "remind") askForSeat(command, seat, session.now);
    else send(command, { entry: session.now.id, judge: blocker.judge }, document.querySelector('[data-refusal="foot"]'));
  };
  return button({ label: t("desk.do." + command), command, focus: command + "-" + blocker.seat, about: blocker.judge, on: act });
}

// Its words are short here; the server's whole sentence is its title.
function blockerWords(blocker, seat) {
  if (!seat) return said(blocker);
  const lost = seat.paired && !seat.online;
  const state = lost ? "lost" : seat.paired ? seat.state : "unpaired";
  return t("desk.blocker", { seat: seat.seat, state: t("desk.seat." + state) });
}

function blockerNode(blocker, session, seats, contest, few) {
  const seat = seats.find((candidate) => candidate.seat === blocker.seat);
  const lost = seat && seat.paired && !seat.online;
  const look = lost ? "chip-stop" : seat && seat.state === "drafting" ? "chip-act" : "chip-wait";
  const remedies = (blocker.remedies || []).filter((command) => can(contest, command));
  const open = seat && !few ? button({ label: t("desk.see_seat"), command: "open-seat", focus: "open-" + seat.seat, about: seat.judge,
    on: () => openSeat(seat.seat, seats, session, contest) }) : null;
  return el("li", { class: "blocker " + look, attrs: { "data-blocker": blocker.code, "data-seat": blocker.seat, title: said(blocker) } },
    icon(lost ? "warn" : "pen"), el("span", { text: blockerWords(blocker, seat) }),
    open || remedies.map((command) => remedy(command, blocker, session, seats)));
}

function blocked(session, seats, contest, place) {
  const entry = session.now;
  const before = ["scoring", "complete"].indexOf(entry.phase) < 0;
  return [
    el("div", { class: "foot-head" }, el("h2", { text: t("desk.not_yet") }),
      el("p", { class: "muted", text: t("desk.settled_count", { settled: entry.settled, panel: entry.panel }) })),
    el("div", { class: "foot-middle" }, el("ul", { class: "blockers", attrs: { tabindex: 0, "aria-label": t("desk.foot") } },
      entry.blockers.map((blocker) => blockerNode(blocker, session, seats, contest, entry.blockers.length <= FEW))), place),
    el("div", { class: "foot-idle" }, el("strong", {}, t("desk.reveal"), " ", kbd("L")),
      el("span", { text: t(before ? "desk.after_questions" : "desk.when_settled") })),
  ];
}

function ready(session, contest, step, place) {
  const back = unrevealTarget(session);
  return [
    el("div", { class: "foot-head foot-ok" }, el("h2", {}, icon("tick"), t(step.act.command === "reveal" ? "desk.can_reveal" : "desk.can_close")),
      el("p", { class: "muted", text: session.now ? t("desk.settled_count", { settled: session.now.settled, panel: session.now.panel }) : "" })),
    el("div", { class: "foot-middle" }, el("p", {}, el("strong", { text: t("desk.l_does") }), step.sentence),
      el("p", { class: "muted", text: t(step.act.command === "reveal" ? "desk.can_step_back" : "desk.then_reveal") }), place),
    previewButton(session, contest), backButton(back, session, contest), heldButton(session, contest),
    el("button", { class: "foot-main button button-solid", on: { click: () => pressMain(session, contest) },
      attrs: { type: "button", "data-command": step.act.command, "data-focus": "foot-main", "aria-keyshortcuts": "L" } },
    el("strong", {}, step.label, " ", kbd("L")), el("span", { text: step.small })),
  ];
}

function previewButton(session, contest) {
  const entry = session.now;
  const fixed = revealTarget(session) || (entry && ["complete", "published"].indexOf(entry.phase) >= 0) || heldOf(session).length;
  if (!fixed || !can(contest, "preview")) return null;
  return el("button", { class: "button", attrs: { type: "button", "data-hold": "preview", "data-command": "preview", "data-focus": "preview",
    "aria-keyshortcuts": "V" } }, el("span", { text: t("desk.preview_hold") }), kbd("V"));
}

function backButton(target, session, contest) {
  if (!target || !can(contest, "unreveal")) return null;
  return button({ label: t("desk.step_back", { step: target.step }), command: "unreveal", key: "←", shortcut: "ArrowLeft",
    on: () => stepBack(session, contest) });
}

function heldButton(session, contest) {
  const held = heldOf(session);
  if (!held.length || !can(contest, "reveal")) return null;
  return button({ label: t("desk.held", { count: held.length }), command: "open-held", key: "H", shortcut: "H", on: () => openHeld(session) });
}

// The entries whose score is fixed and not yet shown; each may be begun here.
export function openHeld(session) {
  const place = refusalPlace("held");
  const held = heldOf(session);
  openDialog("held", t("desk.held", { count: held.length }), el("p", { text: t("desk.held_text") }),
    el("ul", { class: "held-list" }, held.map((row) => el("li", {},
      el("span", { text: t("desk.entry_title", { position: row.position, circle: row.circle }) }),
      button({ label: t("desk.reveal_step", { step: (row.reveal_step || 0) + 1 }), command: "reveal", about: row.entry,
        disabled: row.reveal_allowed === false, on: async () => {
        if (await send("reveal", { entry: row.entry, step: (row.reveal_step || 0) + 1 }, place)) closeDialog();
      } })))), place);
}

function idle(session, contest, place) {
  const entry = session.now;
  let key = entry ? "desk.foot_wait" : "desk.foot_idle";
  if (entry && entry.phase === "published") key = entry.reveal_step === STEPS ? "desk.foot_shown" : "desk.foot_held";
  const why = entry && (entry.acts || []).find((act) => act.command === "reveal" && act.enabled === false);
  return [el("div", { class: "foot-head" }, el("h2", { text: t(key) })),
    el("div", { class: "foot-middle" }, el("p", { class: "muted", text: why ? said(why) : t(key + "_text") }), place),
    previewButton(session, contest), backButton(unrevealTarget(session), session, contest), heldButton(session, contest),
    el("div", { class: "foot-idle" }, el("strong", {}, t("desk.reveal"), " ", kbd("L")), el("span", {}, t("desk.preview_hint"), " ", kbd("V")))];
}

export function drawFoot(node, session, seats, contest) {
  const step = mainStep(session, contest);
  const isBlocked = session.now && session.now.blockers.length > 0;
  const state = isBlocked ? "blocked" : step ? "ready" : "idle";
  node.dataset.state = state;
  const states = seats.map((seat) => [seat.seat, seat.state, seat.online, seat.paired]);
  paint(node, [state, session, states], () => {
    const place = refusalPlace("foot");
    if (isBlocked) return blocked(session, seats, contest, place);
    return step ? ready(session, contest, step, place) : idle(session, contest, place);
  });
}
