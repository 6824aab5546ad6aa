// One look at everything that decides the page: the server's picture, this device's drafts and outbox.
import { pending, viewOf } from "./judge-view.js";

const LAG = 2000;
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

// The device's record of an entry. A picture younger than its receipt knows better than the receipt does.
function trusted(record, ballot, at) {
  if (!record || record.state !== "sent" || !ballot) return record;
  const behind = !at || at < (record.receipt.at || 0) + LAG;
  return behind || ballot.state === "submitted" || ballot.state === "closed" ? record : null;
}

function settledIn(earlier, outbox) {
  return (entry) => {
    const record = outbox.of(entry);
    return earlier.some((one) => one.entry === entry && one.state !== "returned") ||
      Boolean(record && ["waiting", "sent", "late"].indexOf(record.state) >= 0);
  };
}

// choice: {session, viewing, dismissed}; drafts and outbox may be null before the memory is open.
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
  const record = outbox && entry ? trusted(outbox.of(entry), ballot, store.seen().at) : null;
  const left = drafts ? pending(drafts.all(), entry, settledIn(earlier, outbox)) : [];
  return {
    me, sessions, session, stage, entry, onStage, ballot, earlier, draft, record,
    rubrics: store.part("rubrics") || {},
    shown: onStage ? stage : draft || record,
    view: me && drafts ? viewOf({ session, entry, draft, record }) : "connecting",
    left: left.filter((one) => choice.dismissed.indexOf(one.entry) < 0),
    elsewhere: callingElsewhere(sessions, session),
  };
}

// Whether the stage asks for a draft that is not there yet, or that stands on an older version.
export function wantsDraft(scene) {
  if (!scene.onStage || !scene.rubrics[scene.stage.kind]) return false;
  const { ballot, draft, record } = scene;
  if (record && record.state !== "refused" && ballot.state !== "returned") return false;
  if (ballot.state === "returned") return !draft || draft.base !== ballot.base || draft.criteria.length !== scene.rubrics[scene.stage.kind].criteria.length;
  return ballot.state === "open" && (!draft || (!draft.changed_at && draft.rubric !== scene.rubrics[scene.stage.kind].version));
}
