// What goes wrong, the most urgent first, each with the way to its remedy.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { button, heading, paint, said } from "./desk-view.js";

const RANK = { stop: 0, wait: 1 };

export function problemsOf(problems, session) {
  return (problems || []).filter((problem) => !problem.session || problem.session === session)
    .sort((a, b) => RANK[a.level] - RANK[b.level]);
}

function row(problem, index, open) {
  const stop = problem.level === "stop";
  const key = index < 9 ? String(index + 1) : null;
  const remedy = problem.seat || problem.entry ? button({ label: t(problem.seat ? "desk.see_seat" : "desk.see_entry"), key,
    shortcut: key, command: "open-problem", focus: "problem-" + index, about: problem.code, on: () => open(problem) }) : null;
  return el("li", { class: "problem " + (stop ? "chip-stop" : "chip-wait"), attrs: { "data-problem": problem.code } },
    icon(stop ? "warn" : "hourglass"), el("span", { class: "problem-words", text: said(problem) }), remedy);
}

// open(problem) leads to the seat or the entry concerned.
export function drawProblems(node, problems, session, open) {
  const here = problemsOf(problems, session);
  paint(node, here, () => [
    heading(t("desk.problems_count", { count: here.length }), here.length ? t("desk.urgent_first") : ""),
    here.length ? el("ul", { class: "problem-list", attrs: { tabindex: 0, "aria-label": t("desk.problems") } },
      here.map((problem, index) => row(problem, index, open)))
      : el("p", { class: "all-well" }, icon("tick"), el("span", { text: t("desk.no_problems") })),
  ]);
}
