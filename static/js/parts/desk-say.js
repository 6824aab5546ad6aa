// Small questions about the desk's picture that several parts ask.
export { WITH_REASON } from "./desk-command.js";

const DAY = 24 * 3600 * 1000;

// Whether this member of staff holds a permission.
export function can(contest, permission) {
  const held = contest && contest.permissions;
  return !held || held.indexOf(permission) >= 0;
}

// "75" or "1:15" as whole seconds; null where it is neither.
export function readSeconds(text) {
  const found = /^(?:(\d{1,3})[:：])?(\d{1,5})$/.exec(text.trim());
  if (!found) return null;
  return Number(found[1] || 0) * 60 + Number(found[2]);
}

// "10:52:07" today (or the evening before) as ms, given the server's time; null where it cannot be.
export function clockToMs(text, at) {
  const found = /^(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?$/.exec(text.trim());
  if (!found || Number(found[1]) > 23 || Number(found[2]) > 59 || Number(found[3] || 0) > 59) return null;
  const moment = new Date(at);
  moment.setHours(Number(found[1]), Number(found[2]), Number(found[3] || 0), 0);
  const ms = moment.getTime();
  return ms > at ? ms - DAY : ms;
}

// The entry whose reveal L moves on: the one on stage, else one that is under way, else none.
export function revealTarget(session) {
  const now = session.now;
  if (now && now.phase === "published" && now.reveal_step < 4 && now.reveal_allowed) {
    return { id: now.id, circle: now.circle, position: now.position, step: now.reveal_step, allowed: true };
  }
  const begun = session.order.find((row) => row.phase === "published" && row.reveal_step > 0 && row.reveal_step < 4);
  if (!begun) return null;
  const waits = (session.held || []).find((row) => row.entry === begun.id);
  if (waits && waits.reveal_allowed === false) return null;
  return { id: begun.id, circle: begun.circle, position: begun.position, step: begun.reveal_step, allowed: true };
}

// Entries whose score is fixed and not fully shown, without the one on stage.
export function heldOf(session) {
  return (session.held || []).filter((row) => row.entry !== session.current);
}

// The entry whose last reveal step the arrow takes back; null where nothing is shown.
export function unrevealTarget(session) {
  const shown = session.scene === "reveal" && session.scene_entry;
  const row = session.order.find((candidate) => candidate.id === (shown || session.current));
  return row && row.reveal_step > 0 ? { id: row.id, circle: row.circle, step: row.reveal_step } : null;
}
