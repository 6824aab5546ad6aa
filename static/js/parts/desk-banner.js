// Nothing can be saved: across the whole desk, in every hall, until it can be again.
import { setText } from "../lib/dom.js";
import { said } from "./desk-view.js";

const NOT_SAVING = ["not_saved", "commit_hangs"];

export function drawBanner(node, problems) {
  const found = problems.find((problem) => NOT_SAVING.includes(problem.code));
  const words = found ? said(found) : "";
  if (node.textContent !== words) setText(node, words);
  node.hidden = !found;
}
