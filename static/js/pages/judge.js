// The judge's page: puts the picture, the drafts and the outbox together and lets the parts show them.
import { byId, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { createStore } from "../lib/store.js";
import { connect } from "../lib/socket.js";
import { everySecond, now } from "../lib/clock.js";
import { openMemory } from "../parts/judge-memory.js";
import { createOutbox, leftByOthers } from "../parts/judge-outbox.js";
import { createDrafts, createPaper } from "../parts/judge-paper.js";
import { createTyping, marked, nextEmpty } from "../parts/judge-marks.js";
import { composeScene, wantsDraft } from "../parts/judge-scene.js";
import { createFoot, updateBands, updateChip, updateHead, updateTimer } from "../parts/judge-frame.js";
import { createStageView, listenKeys } from "../parts/judge-stage.js";
import { openQuestions } from "../parts/judge-cards.js";
import { closeDialog, dialogOpen, refreshSeats, showComment, showEarlier, showMenu, showSeats } from "../parts/judge-menu.js";
import { startPresence } from "../parts/judge-presence.js";
import { createResend } from "../parts/judge-resend.js";
import { createStanding } from "../parts/judge-standing.js";
import { keepAwake, keepPicture, startShell, told } from "../parts/judge-shell.js";

const GUARD = 600;

const store = createStore();
const link = connect({ namespace: "/judge", pollPath: "/api/v1/judge/picture", store });
const choice = { session: null, viewing: null, dismissed: [], stage: null, guardedUntil: 0, signedOut: "", taken: null, elsewhere: false };
const kept = { memory: null, drafts: null, outbox: null, typing: createTyping(50), scope: null, taken: false };
const paper = createPaper({ kept, scene, plan });
const standing = createStanding({ link, kept, choice });
const resend = createResend({ store, kept, plan });
const shell = startShell({ link, waiting: standing.unsent });
let planned = false;

function scene() {
  return composeScene(store, choice, kept.drafts, kept.outbox);
}

function plan() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => {
    planned = false;
    render();
  });
}

function render() {
  openShelves();
  standing.heed();
  resend.look();
  let look = scene();
  follow(look);
  if (kept.drafts && wantsDraft(look)) {
    paper.begin(look);
    look = scene();
  }
  paper.tidy(look);
  const away = standing.linkOf(look);
  updateHead(look);
  updateTimer(look, now());
  updateChip(look, away);
  updateBands(look, away, acts);
  stageView.update(look, kept.typing);
  foot.update(look, kept.typing);
  shell.update();
  refreshSeats(look);
}

async function device(act) {
  const part = await import("../parts/judge-device.js");
  return part[act]({ link, memory: kept.memory, shell });
}

// The desk calls another entry: the page goes there, the unsent draft stays in the band above.
function follow(look) {
  if (look.view !== choice.view && ["taken", "elsewhere"].indexOf(look.view) >= 0) closeDialog();
  choice.view = look.view;
  const stage = look.stage ? look.stage.id : null;
  if (stage === choice.stage) return;
  choice.viewing = null;
  if (choice.stage !== null) choice.guardedUntil = Date.now() + GUARD;
  choice.stage = stage;
  plan();
}

function openShelves() {
  const me = store.part("me");
  const scope = me ? [me.contest, me.sample ? "sample" : "", me.id].join("/") : null;
  if (!scope || !kept.memory || (kept.scope === scope && kept.origin === me.origin)) return;
  if (kept.outbox) [kept.outbox, kept.drafts].forEach((shelf) => shelf.stop());
  Object.assign(kept, { scope, origin: me.origin });
  kept.typing = createTyping(me.step);
  const shared = { memory: kept.memory, scope, origin: me.origin, onChange: plan, onLogin(error) {
    standing.showOut(error);
    plan();
  } };
  kept.drafts = createDrafts(shared);
  kept.outbox = createOutbox(shared);
  const left = leftByOthers(kept.memory, scope, Date.now());
  Object.keys(left).forEach((shelf) => left[shelf].forEach((key) => kept.memory.remove(shelf, key)));
  if (kept.memory.claimed()) standing.stopHere();
  kept.outbox.hurry();
  if (choice.taken) kept.drafts.stop();
  kept.drafts.flush();
  kept.drafts.all().forEach(paper.refresh);
}

function edit(change) {
  const { draft, view } = scene();
  if (!draft || view !== "marking" || Date.now() < choice.guardedUntil) return;
  if (change(draft)) kept.drafts.keep(draft);
  else kept.drafts.note(draft);
  plan();
}

function turnTo(view, change) {
  const { draft } = scene();
  if (!draft) return;
  draft.view = view;
  if (change) change(draft);
  kept.drafts.note(draft);
  plan();
}

function forward() {
  const { draft, view } = scene();
  if (!draft) return;
  const missing = nextEmpty(draft.marks, draft.marks.length - 1);
  if (missing >= 0) turnTo("marking", (one) => kept.typing.move(one, missing));
  else if (view === "marking") turnTo("review");
  else if (openQuestions(draft).length) byId("main").querySelector("[data-act=ask-yes]").focus();
  else paper.submit();
}

const acts = {
  press: (key) => edit((draft) => kept.typing.press(draft, key)),
  rub: () => edit((draft) => kept.typing.rub(draft)),
  clear: () => edit((draft) => kept.typing.clear(draft)),
  undo: () => edit((draft) => kept.typing.undo(draft)),
  activate: (place) => edit((draft) => kept.typing.move(draft, place)),
  step: (place, direction) => edit((draft) => kept.typing.step(draft, place, direction)),
  next: () => edit((draft) => {
    if (!kept.typing.next(draft) && marked(draft.marks) === draft.marks.length) draft.view = "review";
    return false;
  }),
  edit: (place) => turnTo("marking", (draft) => kept.typing.move(draft, place)),
  back: () => turnTo("marking"),
  confirm: (place) => turnTo("review", (draft) => {
    draft.confirmed[place] = true;
  }),
  comment(text) {
    const { draft } = scene();
    if (!draft || choice.taken) return;
    draft.comment = text;
    kept.drafts.keep(draft);
    plan();
  },
  forward, submit: paper.submit, choose: paper.choose,
  openComment: () => showComment(scene().draft, acts),
  earlier: () => showEarlier(scene()),
  seats: () => showSeats(scene()),
  openChange: () => import("../parts/judge-changes.js").then((part) => part.showChanges(), plan),
  openDevice: () => device("showDevice"),
  toStage() {
    choice.viewing = null;
    plan();
  },
  openLeft(entry) {
    choice.viewing = entry;
    plan();
  },
  hideLeft(entry) {
    choice.dismissed.push(entry);
    plan();
  },
  switchSession(name) {
    Object.assign(choice, { session: name, viewing: null });
    plan();
  },
};

const stageView = createStageView(byId("main"), acts);
const foot = createFoot(acts);

function turnActive(by) {
  edit((draft) => {
    kept.typing.move(draft, draft.active + by);
    return false;
  });
}

listenKeys({
  allowed: () => !dialogOpen() && scene().view === "marking",
  acts: Object.assign({}, acts, { up: () => turnActive(-1), down: () => turnActive(1), step: (direction) => {
    const { draft } = scene();
    if (draft) acts.step(draft.active, direction);
  } }),
});
byId("who").addEventListener("click", () => {
  const look = scene();
  if (look.me) showMenu(look, acts);
});
store.on("", plan);
link.onStatus((status) => {
  if (status.state !== "stale" && kept.outbox) {
    kept.outbox.hurry();
    kept.drafts.flush();
  }
  if (status.state !== "stale") choice.signedOut = "";
  // Whoever was let in again begins anew with what this device holds.
  if (status.state !== "stale" && choice.taken) window.location.reload();
  plan();
});
everySecond(plan);
keepAwake();
keepPicture(store);
startPresence({ link, report() {
  const { draft, view, me } = scene();
  const busy = draft && me && (view === "marking" || view === "review");
  const drafting = busy ? { entry: draft.entry, done: marked(draft.marks), of: draft.marks.length } : null;
  return { queue: standing.linkOf(scene()).waiting, drafting };
} });
openMemory().then((memory) => {
  kept.memory = memory;
  memory.onFall(plan);
  memory.onClaimed(() => {
    standing.stopHere();
    plan();
  });
  plan();
  if (!told()) device("tellDevice");
});
replace(byId("main"), t("judge.connecting"));
