// Which view an entry gets, and what the status chip says. Pure.
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
  if (record.state === "late") return "late";
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
//   late | closed | recused | missing | not_in_panel
export function viewOf(scene) {
  const { session, entry, draft, record } = scene;
  if (!entry) return "waiting";
  const ballot = ballotOf(session, entry);
  const own = fromRecord(record, ballot);
  const barred = ballot && ["recused", "missing"].indexOf(ballot.state) >= 0 && own !== "sending" ? ballot.state : null;
  const view = barred || own || (ballot ? fromBallot(ballot, session.phase) : draft ? "marking" : "waiting");
  return view === "marking" && draft && draft.view === "review" ? "review" : view;
}

// chipOf({view, ballot, draft, record, waiting, apart}) -> {state, look, icon, at, count}; words by "judge.chip.<state>".
export function chipOf(scene) {
  const { view, ballot, draft, record, waiting, apart } = scene;
  const refused = record && record.state === "refused";
  if (view === "conflict" || (refused && (view === "marking" || view === "review"))) return chip("refused", "stop", "refuse");
  if (waiting > 0 && (apart || view === "sending")) return chip("waiting", "wait", "hourglass", null, waiting);
  const fixed = {
    late: ["closed", "stop", "lock"], closed: ["closed", "stop", "lock"], recused: ["recused", "off", "recused"],
    missing: ["missing", "off", "ring"], not_in_panel: ["not_in_panel", "off", "begin"],
    receipt: ["submitted", "ok", "tick"], waiting: ["before", "off", "begin"],
  }[view];
  if (fixed) return chip(fixed[0], fixed[1], fixed[2]);
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
