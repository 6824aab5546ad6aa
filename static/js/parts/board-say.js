// Sentences about ranks, ties and times, the same on every scene.
import { t } from "../lib/i18n.js";
import { el } from "../lib/dom.js";

export function rankWords(rank, provisional) {
  return t(provisional ? "board.rank_provisional" : "board.rank", { rank });
}

// Why equal scores stand in this order; "" where nothing had to decide.
export function tieWords(key, names) {
  if (!key) return "";
  if (key === "shared") return t("board.shared");
  return t("board.tie", { name: (names || {})[key] || t("board.tie." + key) });
}

// The result of a reveal in one sentence for screen readers; "" before the last step.
export function resultWords(reveal) {
  const found = reveal.result;
  if (!found) return "";
  const { circle } = reveal.entry;
  if (found.out_of_competition) return t("board.say_out_of_competition", { circle });
  if (found.incomplete) return t("board.say_incomplete", { circle });
  return t("board.say_result", { circle, score: found.shown, rank: rankWords(found.rank, found.provisional) });
}

export function minutesOf(seconds) {
  const rest = Math.floor(seconds % 60);
  return { minutes: Math.floor(seconds / 60), seconds: (rest < 10 ? "0" : "") + rest };
}

// "No. 8 / 18" as nodes for the head.
export function positionNodes(entry) {
  if (!entry) return [];
  return [el("b", { text: t("board.position", { position: entry.position }) }), " " + t("board.of", { of: entry.of })];
}

export function attendanceWords(entry) {
  return t(entry.attendance === "remote" ? "board.remote" : "board.onsite");
}
