// The middle of the page: the sheet while marking, else the card that the view asks for; and the keyboard.
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { asideCard, barredCard, buildReview, closedCard, conflictCard, elsewhereCard, lateCard, plainCard, receiptCard, sendingCard, takenCard, waitingCard } from "./judge-cards.js";
import { formatMark, total } from "./judge-marks.js";
import { createSheet } from "./judge-sheet.js";

// What the receipt shows: the server's word on the ballot, else this device's own copy of it.
export function receiptOf(scene) {
  const { ballot, record, session, rubrics, shown, earlier, entry, me } = scene;
  const own = record && record.state === "sent" ? record : null;
  const before = earlier.find((one) => one.entry === entry);
  const marks = (ballot && ballot.marks) || (own && own.body.marks) || (before && before.marks) || null;
  const rubric = shown && rubrics[shown.kind];
  const criteria = rubric ? rubric.criteria : own ? own.criteria : [];
  const counted = marks ? formatMark(total(marks, criteria), me.step) : "";
  return {
    marks, criteria, comment: (ballot && ballot.comment) || (own && own.body.comment) || "",
    total: counted || (before && before.total) || "",
    code: (ballot && ballot.receipt) || (own && own.receipt.code),
    at: (ballot && ballot.at) || (own && own.receipt.at),
    source: (ballot && ballot.version > 0 && ballot.source) || (!ballot && before && before.source) || "",
    lit: Boolean(session && session.lamp === "lit"), seat: session ? session.seat : "",
  };
}

function card(scene, acts) {
  const { view, session, record, draft, ballot, me } = scene;
  const builds = {
    connecting: () => plainCard("off", "begin", t("judge.connecting"), t("judge.connecting_text")),
    waiting: () => waitingCard(session),
    sending: () => sendingCard(record, me.step),
    receipt: () => receiptCard(receiptOf(scene), me.step),
    conflict: () => conflictCard(record, acts, me.step),
    late: () => lateCard(record, me.step),
    aside: () => asideCard(record, me.step),
    taken: () => takenCard(scene.taken, scene.held, me.step),
    elsewhere: elsewhereCard,
    closed: () => closedCard(draft, acts, me.step),
    review: () => buildReview(draft, scene.earlier, acts, me.step),
  };
  return (builds[view] || (() => barredCard(view, ballot)))();
}

// Everything a card shows; a card is built again only when this differs.
function signature(scene) {
  const { view, session, record, draft, ballot, entry, earlier, stage } = scene;
  const drafted = view === "review" || view === "closed" ? draft && [draft.marks, draft.comment, draft.confirmed] : null;
  const around = session && [session.phase, session.next, session.lamp, session.seat, session.meeting_link];
  return JSON.stringify([view, entry, stage, drafted, around, ballot, record && [record.id, record.state], view === "review" ? earlier : null, scene.taken, scene.held]);
}

export function createStageView(main, acts) {
  const state = { sign: null, sheet: null, sheetOf: null };

  function marking(scene, typing) {
    const { draft, me } = scene;
    const of = [draft.key, draft.rubric, draft.base, me.step].join("|");
    if (state.sheetOf !== of) {
      state.sheet = createSheet(draft, acts, me.step);
      state.sheetOf = of;
    }
    if (!state.sheet.node.isConnected) replace(main, state.sheet.node);
    state.sheet.update(draft, typing);
    state.sign = null;
  }

  return {
    update(scene, typing) {
      main.dataset.view = scene.view;
      main.dataset.entry = scene.entry || "";
      document.body.dataset.view = scene.view;
      if (scene.view === "marking" && scene.draft) {
        marking(scene, typing);
        return;
      }
      const sign = signature(scene);
      if (sign === state.sign) return;
      const held = main.contains(document.activeElement);
      state.sign = sign;
      replace(main, scene.view === "marking" ? el("p", { class: "card", text: t("judge.connecting") }) : card(scene, acts));
      if (held) main.focus();
    },
  };
}

const STEADY = ["row", "key", "step", "mark-field"];

function elsewhere(target) {
  return /^(INPUT|TEXTAREA|SELECT|A)$/.test(target.tagName);
}

// A focused control of the sheet itself does not swallow Enter; any other button keeps it.
function keepsEnter(target) {
  return target.tagName === "BUTTON" && !STEADY.some((name) => target.classList.contains(name));
}

// listenKeys({allowed(), acts}) with acts press, rub, next, up, down, step(direction), back
export function listenKeys(options) {
  const { allowed, acts } = options;
  const plain = {
    ".": () => acts.press("."), ",": () => acts.press("."), Backspace: acts.rub, Delete: acts.clear,
    ArrowUp: acts.up, ArrowDown: acts.down, "+": () => acts.step(1), "=": () => acts.step(1), "-": () => acts.step(-1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || elsewhere(event.target) || !allowed()) return;
    let act = plain[event.key];
    if (/^[0-9]$/.test(event.key)) {
      // Whoever types a mark means the sheet: the Enter that follows must not press the button left behind.
      if (keepsEnter(event.target)) event.target.blur();
      act = () => acts.press(event.key);
    }
    if (event.key === "Enter" && !keepsEnter(event.target)) act = acts.next;
    if (!act) return;
    event.preventDefault();
    act();
  });
}
