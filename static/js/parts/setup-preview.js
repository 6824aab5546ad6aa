// What a check found: problems with their cells, then what would change, before anything does.
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { said } from "./desk-view.js";

const ROWS_SHOWN = 400;

function problemItem(problem, go) {
  const where = problem.sheet + "!" + problem.cell;
  const place = go ? el("button", { class: "place", text: where, on: { click: () => go(problem) }, attrs: { type: "button", "data-place": where } })
    : el("strong", { text: where });
  return el("li", {}, place, " ", el("span", { text: said(problem) }));
}

function list(title, look, problems, go) {
  if (!problems.length) return null;
  return el("div", { class: "found found-" + look, attrs: { "data-found": look, tabindex: 0, role: "region", "aria-label": title } }, el("h3", { text: title }),
    el("ul", {}, problems.map((problem) => problemItem(problem, go))));
}

function changeRow(change) {
  return el("tr", { attrs: { "data-action": change.action } }, el("td", { text: change.sheet }), el("td", { text: change.key }),
    el("td", {}, el("span", { class: "chip chip-" + { added: "ok", changed: "act", removed: "stop" }[change.action], text: t("setup." + change.action) })),
    el("td", { text: change.field || "" }), el("td", { class: "old", text: change.old || "" }), el("td", { class: "new", text: change.new || "" }));
}

function changeTable(changes) {
  const heads = ["sheet", "key", "action", "field", "old", "new"];
  return el("div", { class: "change-scroll", attrs: { tabindex: 0, role: "region", "aria-label": t("setup.changes") } },
    el("table", { class: "changes" }, el("thead", {}, el("tr", {}, heads.map((name) => el("th", { text: t("setup.col_" + name), attrs: { scope: "col" } })))),
      el("tbody", {}, changes.slice(0, ROWS_SHOWN).map(changeRow))),
    changes.length > ROWS_SHOWN ? el("p", { class: "muted", text: t("setup.more_changes", { count: changes.length - ROWS_SHOWN }) }) : null);
}

function counted(changes) {
  const count = (action) => changes.filter((change) => change.action === action).length;
  return t("setup.counted", { added: count("added"), changed: count("changed"), removed: count("removed") });
}

function verdict(found) {
  if (found.refused.length || found.problems.length) return ["refuse", "stop", t("setup.not_taken", { count: found.problems.length + found.refused.length })];
  if (!found.changes.length) return ["tick", "ok", t("setup.no_changes")];
  return ["tick", "ok", t("setup.may_apply") + " " + counted(found.changes)];
}

// found: the server's report; given: {title, go(problem)|null, apply(), close(), correct()|null}
export function drawPreview(node, found, given) {
  const report = Object.assign({ problems: [], warnings: [], changes: [], refused: [] }, found);
  const word = verdict(report);
  const free = word[1] === "ok" && report.changes.length > 0;
  node.hidden = false;
  replace(node, el("div", { class: "preview-head" }, el("h2", { text: given.title }),
    el("p", { class: "chip chip-" + word[1], attrs: { role: "status", "data-verdict": free ? "ready" : word[1] } }, icon(word[0]), word[2])),
  report.refused.length ? el("div", { class: "found found-stop" }, el("ul", {}, report.refused.map((one) => el("li", { text: said(one) })))) : null,
  list(t("setup.problems", { count: report.problems.length }), "stop", report.problems, given.go),
  list(t("setup.warnings", { count: report.warnings.length }), "wait", report.warnings, given.go),
  report.changes.length ? changeTable(report.changes) : null,
  el("div", { class: "preview-acts" },
    el("button", { class: "button", text: t("setup.close_preview"), on: { click: given.close }, attrs: { type: "button", "data-command": "close-preview" } }),
    report.as_correction && given.correct ? el("button", { class: "button button-solid", text: t("setup.as_correction"), on: { click: given.correct }, attrs: { type: "button", "data-command": "as-correction" } }) : null,
    free ? el("button", { class: "button button-solid", text: t("setup.apply"), on: { click: given.apply }, attrs: { type: "button", "data-command": "apply" } }) : null));
  node.scrollIntoView({ block: "nearest" });
}

export function hidePreview(node) {
  node.hidden = true;
  replace(node);
}
