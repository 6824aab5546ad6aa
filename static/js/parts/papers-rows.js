// The documents before and after the contest: name, what for, options, one button each.
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { refusalPlace, showRefusal } from "./desk-command.js";
import { printPlace } from "./papers-job.js";
import { optionFields, readOptions, worded } from "./papers-options.js";

function bodyOf(paper, form, place) {
  const found = readOptions(form, paper.options);
  showRefusal(place, found.problem || "");
  return found.problem ? null : Object.assign({ paper: paper.name }, found);
}

function rowNode(paper, pools) {
  const words = worded(paper);
  const place = refusalPlace(paper.name);
  const fields = optionFields(paper.options, pools);
  const form = el("form", { class: "options", attrs: { novalidate: true, "aria-label": words.title } },
    fields.length ? fields : el("span", { class: "muted", text: t("papers.no_options") }), place);
  const print = printPlace({ name: paper.name, title: words.title, plain: true, payload: () => bodyOf(paper, form, place) });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    print.start();
  });
  form.addEventListener("change", () => {
    showRefusal(place, "");
    print.reset();
  });
  return el("tr", { attrs: { "data-paper": paper.name } },
    el("th", { attrs: { scope: "row" } }, el("span", { class: "paper-name", text: words.title }), el("span", { class: "paper-note", text: words.note })),
    el("td", {}, form), el("td", { class: "paper-act" }, print.node));
}

// Draw one group of documents as a table; a group without any is not shown.
export function drawPapers(section, papers, pools) {
  section.hidden = !papers.length;
  if (!papers.length) return;
  const heads = ["paper", "options", "print"].map((name) => el("th", { text: t("papers.col_" + name), attrs: { scope: "col" } }));
  replace(section.querySelector(".papers-place"), el("table", { class: "papers" }, el("caption", { class: "visually-hidden", text: section.querySelector("h2").textContent }),
    el("thead", {}, el("tr", {}, heads)), el("tbody", {}, papers.map((paper) => rowNode(paper, pools)))));
}
