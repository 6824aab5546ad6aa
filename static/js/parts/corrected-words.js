// 更正 in words: what was seen before and what is true now, the same on boards and phones.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

const FRESH = 5 * 60000; // ms a correction is told on a wall
const CHOSEN = ["candidate", "reserve"]; // why somebody was passed over is not for everybody

// One seen value in words; what is not there says so.
function valueWords(name, value) {
  if (name === "selection") return t("corrected.selection." + (CHOSEN.indexOf(value) >= 0 ? value : "none"));
  if (name === "rank" && value !== null) return String(value);
  return value === null ? t("corrected.none." + name) : value;
}

function moveWords(one, name) {
  const before = valueWords(name, one.before[name]);
  const after = valueWords(name, one.after[name]);
  return before === after ? null : t("corrected.move." + name, { before, after });
}

// "86.35 → 90.75，名次 3 → 1"; "" where nothing of it is for everybody.
export function changeWords(one) {
  if (!one.before) return t("corrected.came");
  if (!one.after) return one.before.shown ? t("corrected.gone", { before: one.before.shown }) : t("corrected.gone_unseen");
  if (one.inner) return t("corrected.inner");
  return one.changed.map((name) => moveWords(one, name)).filter(Boolean).join(t("corrected.join"));
}

// One correction with its entry's number, for a line.
export function shortWords(one) {
  return t("corrected.short", { entry: one.entry, change: changeWords(one) });
}

// One correction with whom it is about, for somebody who listens.
export function correctionWords(one) {
  return t("corrected.line", { entry: one.entry, circle: one.circle, change: changeWords(one) });
}

// Places and prizes that moved because of another entry's score.
function onlyMoved(one) {
  return !one.inner && one.changed.indexOf("shown") < 0;
}

// All in the order given, with the moved places of an act whose scores are told folded into one: {one} or {moved: true}.
export function folded(made) {
  const told = made.filter(changeWords);
  const scored = told.filter((one) => !onlyMoved(one)).map((one) => one.at);
  const items = [];
  told.forEach((one) => {
    if (!onlyMoved(one) || scored.indexOf(one.at) < 0) items.push({ one });
    else if (!items.length || !items[items.length - 1].moved) items.push({ moved: true });
  });
  return items;
}

// Those that are to be told now, newest first: of the pools given, and scores before mere places.
export function freshOnes(made, pools, at) {
  const young = made.filter((one) => at - one.at < FRESH && pools.indexOf(one.pool) >= 0 && changeWords(one));
  const scores = young.filter((one) => !onlyMoved(one));
  return scores.length ? scores : young;
}

// What a row said before, in the fewest words: its score, else its place, else its prize; null for none.
export function wasWords(corrected) {
  const name = ["shown", "rank", "award", "selection"].find((one) => corrected.changed.indexOf(one) >= 0);
  const value = corrected.before[name];
  if (value === null || (name === "selection" && CHOSEN.indexOf(value) < 0)) return null;
  return name === "rank" ? t("corrected.was_rank", { rank: value }) : valueWords(name, value);
}

// The chip, and what it struck out beside it; was is null where there is nothing to strike.
export function correctedChip(was) {
  return el("span", { class: "corrected" }, el("b", { class: "corrected-chip", text: t("corrected.chip") }),
    was ? [" ", el("span", { class: "visually-hidden", text: t("corrected.was") }), el("s", { class: "corrected-was", text: was })] : null);
}
