// What goes wrong, the most urgent first, each with the way to its remedy.
import { el } from "../lib/dom.js";
import { formatTime } from "../lib/clock.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { button, heading, kbd, paint, said } from "./desk-view.js";
import { can } from "./desk-say.js";

const RANK = { stop: 0, wait: 1 };
// Where a trouble is seen to on a page of its own, and who may go there.
const PAGES = { change_waiting: ["/desk/corrections", "see-changes"], appeals_open: ["/desk/appeals", "see-appeals"],
  late: ["/desk/asides", "see-asides"], conflict: ["/desk/asides", "see-asides"], taken_over: ["/desk/asides", "see-asides"] };

export function problemsOf(problems, session) {
  return (problems || []).filter((problem) => !problem.session || problem.session === session)
    .sort((a, b) => RANK[a.level] - RANK[b.level]);
}

function elsewhere(problem, contest, key, index) {
  const page = PAGES[problem.code];
  if (!page || !can(contest, page[1])) return null;
  return el("a", { class: "button", attrs: { href: page[0], "data-command": "open-problem", "data-focus": "problem-" + index, "data-about": problem.code,
    "aria-keyshortcuts": key } }, el("span", { text: t("desk.see_page") }), key ? kbd(key) : null);
}

function words(problem) {
  return problem.until ? t("desk.until", { words: said(problem), time: formatTime(problem.until) }) : said(problem);
}

function row(problem, index, open, contest) {
  const stop = problem.level === "stop";
  const key = index < 9 ? String(index + 1) : null;
  const remedy = (problem.seat || problem.entry) && !PAGES[problem.code] ? button({ label: t(problem.seat ? "desk.see_seat" : "desk.see_entry"), key,
    shortcut: key, command: "open-problem", focus: "problem-" + index, about: problem.code, on: () => open(problem) }) : elsewhere(problem, contest, key, index);
  return el("li", { class: "problem " + (stop ? "chip-stop" : "chip-wait"), attrs: { "data-problem": problem.code } },
    icon(stop ? "warn" : "hourglass"), el("span", { class: "problem-words", text: words(problem) }), remedy);
}

// open(problem) leads to the seat or the entry concerned.
export function drawProblems(node, problems, session, open, contest) {
  const here = problemsOf(problems, session);
  paint(node, [here, contest.permissions], () => [
    heading(t("desk.problems_count", { count: here.length }), here.length ? t("desk.urgent_first") : ""),
    here.length ? el("ul", { class: "problem-list", attrs: { tabindex: 0, "aria-label": t("desk.problems") } },
      here.map((problem, index) => row(problem, index, open, contest)))
      : el("p", { class: "all-well" }, icon("tick"), el("span", { text: t("desk.no_problems") })),
  ]);
}
