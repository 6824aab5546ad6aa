// The quiet line at the foot of a board while a correction is young.
import { setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { freshOnes, shortWords } from "./corrected-words.js";

const TOLD = 2; // more would not fit one line

// Say in node what was corrected lately in the pools of this hall; it is hidden while there is nothing.
export function drawNotice(node, made, whole, at) {
  const pools = whole.contest.pools.filter((pool) => !pool.session || pool.session === whole.session.id).map((pool) => pool.id);
  const fresh = freshOnes(made, pools, at);
  const lines = fresh.slice(0, TOLD).map(shortWords);
  if (fresh.length > TOLD) lines.push(t("corrected.more", { count: fresh.length }));
  node.hidden = !lines.length;
  setText(node, lines.length ? t("corrected.notice", { lines: lines.join(t("corrected.between")) }) : "");
}
