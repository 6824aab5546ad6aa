// One look at everything that decides the page, and which view and status chip follow from it. No nodes.
import { marked } from "./judge-marks.js";

const OPEN = ["called", "presenting", "questioning", "scoring"];

function ballotOf(session, entry) {
  if (!session || !session.entry || session.entry.id !== entry) return null;
  return session.ballot || null;
}

// A record of this device settles the view unless the server knows something newer about the same ballot.
function fromRecord(record, ballot) {
  if (!record) return null;
  const newer = ballot && ballot.state === "returned" && ballot.version > record.body.base;
  if (record.state === "waiting") return "sending";
  if (record.state === "conflict") return "conflict";
  if (newer) return null;
  if (record.state === "late" || record.state === "aside") return record.state;
  return record.state === "sent" ? "receipt" : null;
}

function fromBallot(ballot, phase) {
  if (["recused", "missing", "not_in_panel"].indexOf(ballot.state) >= 0) return ballot.state;
  if (ballot.state === "submitted") return "receipt";
  if (ballot.state === "closed") return ballot.version > 0 ? "receipt" : "closed";
  if (ballot.state === "returned" || ballot.state === "open") return "marking";
  if (["postponed", "withdrawn", "disqualified"].indexOf(phase) >= 0) return "waiting";
  return OPEN.indexOf(phase) > 0 ? "marking" : "waiting";
}

// viewOf({session, entry: id|null, draft, record}) -> waiting | marking | review | sending | receipt | conflict |
//   late | aside | closed | recused | missing | not_in_panel; the page adds connecting, taken, elsewhere
export function viewOf(scene) {
  const { session, entry, draft, record } = scene;
  if (!entry) return "waiting";
  const ballot = ballotOf(session, entry);
  const own = fromRecord(record, ballot);
  const barred = ballot && ["recused", "missing"].indexOf(ballot.state) >= 0 && own !== "sending" ? ballot.state : null;
  const view = barred || own || (ballot ? fromBallot(ballot, session.phase) : draft ? "marking" : "waiting");
  return view === "marking" && draft && draft.view === "review" ? "review" : view;
}

// chipOf({view, ballot, draft, record, waiting, since, apart}) -> {state, look, icon, at, count}; words by "judge.chip.<state>".
export function chipOf(scene) {
  const { view, ballot, draft, record, waiting, since, apart } = scene;
  const refused = record && record.state === "refused";
  if (view === "conflict" || (refused && (view === "marking" || view === "review"))) return chip("refused", "stop", "refuse");
  if (view === "elsewhere" || view === "taken") return chip(view, "stop", "lock");
  if (waiting > 0 && (apart || ["marking", "review"].indexOf(view) < 0)) return chip("waiting", "wait", "hourglass", since, waiting);
  const fixed = {
    aside: ["aside", "stop", "tray"],
    late: ["closed", "stop", "lock"], closed: ["closed", "stop", "lock"], recused: ["recused", "off", "recused"],
    missing: ["missing", "off", "ring"], not_in_panel: ["not_in_panel", "off", "begin"],
    receipt: ["submitted", "ok", "tick"], waiting: ["before", "off", "begin"],
  }[view];
  if (fixed) return Object.assign(chip(fixed[0], fixed[1], fixed[2]), { saved: view === "receipt" });
  const touched = draft && draft.changed_at;
  if (ballot && ballot.state === "returned" && !touched) return chip("returned", "wait", "back");
  if (!draft || (!marked(draft.marks) && !draft.comment)) return chip("begin", "off", "begin");
  if (draft.stored && draft.stored_at) return chip("stored", "ok", "tray", draft.stored_at);
  return chip("draft", "act", "pen");
}

function chip(state, look, icon, at, count) {
  return { state, look, icon, at: at || null, count: count || 0 };
}

// How much of the entry's time is left: {form: "left" | "last" | "over", seconds} or null without a running timer.
export function timeLeft(timer, now) {
  if (!timer || !timer.deadline) return null;
  const left = Math.ceil((timer.deadline - now) / 1000);
  if (left < 0) return { form: "over", seconds: -left };
  return { form: timer.warning && left <= timer.warning ? "last" : "left", seconds: left };
}

// Drafts of other entries that hold something and were not submitted: they stay sendable.
export function pending(drafts, viewing, isSettled) {
  return drafts.filter((draft) => draft.entry !== viewing && marked(draft.marks) > 0 && !isSettled(draft.entry));
}

const LIVELY = ["called", "presenting", "questioning", "scoring"];

// The session to show: the chosen one, else the one with an entry on stage, else the first.
export function chosenSession(sessions, name) {
  const chosen = sessions.find((one) => one.session === name);
  if (chosen) return chosen;
  const busy = sessions.find((one) => one.entry && LIVELY.indexOf(one.phase) >= 0);
  return busy || sessions[0] || null;
}

// Another session of this judge that asks for marks while the shown one does not.
export function callingElsewhere(sessions, session) {
  if (session && session.ballot && ["open", "returned"].indexOf(session.ballot.state) >= 0) return null;
  return sessions.find((one) => one !== session && one.entry && ["open", "returned"].indexOf(one.ballot.state) >= 0) || null;
}

// Whether the picture is of before the receipt. Versions tell, not times: clocks may be turned.
export function behind(record, ballot) {
  return record.state === "sent" && ballot.version < record.receipt.version;
}

// Whether the secretariat has taken up what was kept aside: a version counts that this device has not seen.
function decided(record, ballot) {
  const seen = record.current ? record.current.version : record.body.base;
  return ["late", "conflict"].indexOf(record.state) >= 0 && ballot.state === "submitted" && ballot.version > seen;
}

// Which presentation of its entry a draft, a ballot or a picture speaks of; older ones do not say.
export function presentationOf(one) {
  return one.presentation || 1;
}

// The device's record of an entry. A picture that knows its ballot knows better than the receipt does, and what was
// given for an earlier presentation is no word on this one.
function trusted(record, ballot) {
  if (record && ballot && record.state !== "waiting" && presentationOf(record.body) < presentationOf(ballot)) return null;
  if (record && ballot && decided(record, ballot)) return null;
  if (!record || !ballot || ["sent", "aside"].indexOf(record.state) < 0) return record;
  // What a taken-over device sent waits at the desk; on the tablet the entry goes on as the hall has it.
  if (record.state === "aside") return ballot.state === "closed" && !ballot.version ? record : null;
  return behind(record, ballot) || ballot.state === "submitted" || ballot.state === "closed" ? record : null;
}

function settledIn(earlier, outbox) {
  return (entry) => {
    const record = outbox.of(entry);
    return earlier.some((one) => one.entry === entry && one.state !== "returned") ||
      Boolean(record && ["waiting", "sent", "late", "aside"].indexOf(record.state) >= 0);
  };
}

// choice: {session, viewing, dismissed, taken, elsewhere}; drafts and outbox may be null before the memory is open.
export function composeScene(store, choice, drafts, outbox) {
  const me = store.part("me");
  const sessions = store.names("session/").map((name) => store.part(name));
  const session = chosenSession(sessions, choice.session);
  const stage = session && session.entry ? session.entry : null;
  const entry = choice.viewing || (stage && stage.id);
  const onStage = Boolean(stage && entry === stage.id);
  const ballot = onStage ? session.ballot : null;
  const earlier = store.part("earlier") || [];
  const draft = drafts && entry ? drafts.get(entry) : null;
  const record = outbox && entry ? trusted(outbox.of(entry), ballot) : null;
  const left = drafts ? pending(drafts.all(), entry, settledIn(earlier, outbox)) : [];
  return {
    me, sessions, session, stage, entry, onStage, ballot, earlier, draft, record,
    rubrics: store.part("rubrics") || {},
    changes: (store.part("changes") || { waiting: [] }).waiting,
    shown: onStage ? stage : draft || record,
    view: choice.elsewhere ? "elsewhere" : !me || !drafts ? "connecting" : choice.taken ? "taken" : viewOf({ session, entry, draft, record }),
    taken: choice.taken, held: choice.taken && drafts ? heldHere(drafts, outbox) : null,
    left: left.filter((one) => choice.dismissed.indexOf(one.entry) < 0),
    elsewhere: callingElsewhere(sessions, session),
  };
}

// What a device that was taken over still holds, the latest first: {record} or {draft} of each entry.
function heldHere(drafts, outbox) {
  const records = outbox.records().filter((record) => record.state !== "sent").map((record) => ({ record }));
  const begun = drafts.all().filter((draft) => marked(draft.marks) > 0 && !records.some((one) => one.record.entry === draft.entry));
  return records.reverse().concat(begun.map((draft) => ({ draft })));
}

// Whether the stage asks for a draft that is not there yet, or that stands on an older version.
export function wantsDraft(scene) {
  if (scene.taken || !scene.onStage || !scene.rubrics[scene.stage.kind]) return false;
  const { ballot, draft, record } = scene;
  if (record && record.state !== "refused" && ballot.state !== "returned") return false;
  const rubric = scene.rubrics[scene.stage.kind];
  const earlier = draft && presentationOf(draft) !== presentationOf(ballot);
  const other = draft && (earlier || draft.base !== ballot.base || draft.kind !== scene.stage.kind || draft.rubric !== rubric.version);
  if (ballot.state === "returned") return !draft || other;
  return ballot.state === "open" && (!draft || earlier || (!draft.changed_at && draft.rubric !== scene.rubrics[scene.stage.kind].version));
}
