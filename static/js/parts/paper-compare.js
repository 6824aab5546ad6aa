// The third look: both typings side by side, rows that differ marked; each row takes one of them, or another mark with a reason.
import { el, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { refusalPlace, showRefusal } from "./desk-command.js";
import { formatMark, formatPlain, readMark, total } from "./paper-marks.js";

function option(name, value, word, mark, checked) {
  const input = el("input", { attrs: { type: "radio", name, value, checked } });
  return { input, node: el("label", { class: "choice" }, input, el("span", { text: word }), mark === null ? null : el("b", { text: mark })) };
}

function compareRow(criterion, place, given, step) {
  const name = "choose-" + criterion.number;
  const [left, right] = given.versions.map((version) => version.marks[place]);
  const differs = given.differs.indexOf(criterion.number) >= 0;
  const words = given.versions.map((version) => t("paper.version", { turn: version.turn }));
  const options = differs
    ? [option(name, "left", words[0], formatMark(left, step), false), option(name, "right", words[1], formatMark(right, step), false)]
    : [option(name, "left", t("paper.same"), formatMark(left, step), true)];
  const other = option(name, "other", t("paper.other"), null, false);
  const field = el("input", { class: "figure-field", attrs: { type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 8,
    "aria-label": t("paper.other_of", { name: criterion.name }), id: name + "-other" } });
  const error = el("p", { class: "row-error", attrs: { id: name + "-error" } });
  const all = options.concat([other]);
  field.hidden = true;
  const node = el("fieldset", { class: "compare-row" + (differs ? " compare-differs" : ""), attrs: { "data-criterion": criterion.number,
    "data-differs": differs ? "true" : "false", "aria-describedby": name + "-error" },
  on: { change: () => {
    field.hidden = !other.input.checked;
  } } },
  el("legend", {}, el("b", { class: "muted", text: criterion.number }), el("span", { text: criterion.name }),
    el("span", { class: "muted", text: t("paper.maximum", { maximum: formatPlain(criterion.maximum) }) }),
    differs ? el("span", { class: "chip chip-wait" }, icon("warn"), t("paper.row_differs")) : null),
  el("div", { class: "choices" }, all.map((one) => one.node), field), error);
  return { node, error, field, all, criterion, left, right };
}

function chosenOf(row, step) {
  const chosen = row.all.find((one) => one.input.checked);
  if (!chosen) return { value: null, problem: t("paper.bad.choose", { name: row.criterion.name }), at: row.all[0].input };
  if (chosen.input.value === "other") return Object.assign(readMark(row.field.value, row.criterion, step), { at: row.field });
  return { value: chosen.input.value === "left" ? row.left : row.right, problem: "", at: chosen.input };
}

function isOther(row, value) {
  return value !== row.left && value !== row.right;
}

function totals(given, chosen) {
  const { criteria, step } = given.rubric;
  const line = (word, figure) => el("div", {}, el("dt", { text: word }), el("dd", {}, figure));
  return el("dl", { class: "totals" }, given.versions.map((version) =>
    line(t("paper.version", { turn: version.turn }), el("b", { text: formatMark(total(version.marks, criteria), step) }))),
  line(t("paper.chosen_sum"), chosen));
}

// buildCompare(given, send) -> {node, focus(), touched()}; given as GET …/compare answers.
export function buildCompare(given, send) {
  const { criteria, step, version } = given.rubric;
  const rows = criteria.map((criterion, place) => compareRow(criterion, place, given, step));
  const chosen = el("output", { class: "figure", attrs: { id: "sum" } });
  const reason = el("input", { class: "text", attrs: { id: "reason", type: "text", maxlength: 200, autocomplete: "off", "aria-describedby": "reason-hint" } });
  const comment = el("textarea", { class: "text", attrs: { id: "comment", rows: 2, maxlength: 1000 } });
  comment.value = given.versions[0].comment || given.versions[1].comment || "";
  const refusal = refusalPlace("compare");
  const heading = el("h2", { text: t("paper.third_title"), attrs: { tabindex: -1 } });

  function retotal() {
    const found = rows.map((row) => chosenOf(row, step));
    const full = found.every((one) => !one.problem);
    setText(chosen, full ? formatMark(total(found.map((one) => one.value), criteria), step) : "–");
  }

  // {problem, at}: the first thing that keeps the choice from counting, every row's own said beside it.
  function wrong(found) {
    rows.forEach((row, place) => setText(row.error, found[place].problem));
    const first = found.find((one) => one.problem);
    if (first) return first;
    const others = rows.some((row, place) => isOther(row, found[place].value));
    return others && !reason.value.trim() ? { problem: t("paper.bad.reason"), at: reason } : null;
  }

  const node = el("form", { class: "card typing", attrs: { novalidate: true, id: "compare", autocomplete: "off" } },
    heading, el("p", { class: "muted", text: t("paper.third_note") }),
    el("p", {}, el("span", { class: "chip chip-wait" }, icon("warn"), t("paper.differ_count", { count: given.differs.length }))),
    rows.map((row) => row.node), totals(given, chosen),
    el("label", { class: "field" }, el("span", { text: t("paper.reason") }), reason,
      el("small", { class: "muted", text: t("paper.reason_hint"), attrs: { id: "reason-hint" } })),
    el("label", { class: "field" }, el("span", { text: t("paper.comment") }), comment), refusal,
    el("div", { class: "acts" }, el("button", { class: "button button-solid", text: t("paper.settle"), attrs: { type: "submit", id: "settle" } })));
  node.addEventListener("input", retotal);
  node.addEventListener("change", retotal);
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    const found = rows.map((row) => chosenOf(row, step));
    const first = wrong(found);
    showRefusal(refusal, first ? first.problem : "");
    if (first) first.at.focus();
    else send({ rubric: version, marks: found.map((one) => one.value), over: given.versions.map((one) => one.id), reason: reason.value.trim(), comment: comment.value.trim() }, refusal);
  });
  retotal();
  return { node, focus: () => heading.focus({ preventScroll: true }), touched: () => rows.some((row) => row.field.value.trim() !== "") || reason.value.trim() !== "" };
}
