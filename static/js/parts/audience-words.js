// Sentences about what is on and how it stands, shared by the phone and the home page.
import { t } from "../lib/i18n.js";
import { formatSeconds } from "../lib/clock.js";

// "正在发表" and the like.
export function phaseWords(stage) {
  return t("audience.phase." + stage.phase);
}

// The clock of a stage: text and form ("plain", "warn", "over"), null where none runs.
export function clockOf(stage, at) {
  const timer = stage.timer;
  if (!timer || !timer.deadline) return null;
  const left = Math.ceil((timer.deadline - at) / 1000);
  if (left < 0) return { text: "+" + formatSeconds(-left), form: "over" };
  return { text: formatSeconds(left), form: left <= timer.warning ? "warn" : "plain" };
}

// "第 8 项 / 18"
export function placeWords(entry) {
  return t("audience.place", { position: entry.position, of: entry.of });
}

// "暂列第 4 名" while others are still open, "第 4 名" after.
export function rankWords(result) {
  if (!result) return "";
  if (result.out_of_competition) return t("audience.out_of_competition");
  if (result.incomplete) return t("audience.incomplete");
  return t(result.provisional ? "audience.rank_provisional" : "audience.rank_final", { rank: result.rank });
}

// Why a place in the standing is what it is; empty where nothing had to be asked.
export function decidedWords(row, tieNames) {
  if (!row.decided_by) return "";
  if (row.decided_by === "shared") return t("audience.shared");
  const name = (tieNames && tieNames[row.decided_by]) || t("audience.key." + row.decided_by);
  return t("audience.decided", { key: name });
}

// A finished reveal in one sentence for screen readers; "" before its last step.
export function resultWords(reveal) {
  if (!reveal || !reveal.result) return "";
  const { circle } = reveal.entry;
  const rank = rankWords(reveal.result);
  return reveal.result.shown ? t("audience.say_result", { circle, score: reveal.result.shown, rank }) : circle + " " + rank;
}
