// Typing one ballot from paper, as at a cash desk: a field for each mark, Enter moves on, the total on paper is the check.
import { el, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { refusalPlace, showRefusal } from "./desk-command.js";
import { formatMark, formatPlain, readHundredths, readMark, total } from "./paper-marks.js";

function markRow(criterion) {
  const id = "mark-" + criterion.number;
  const error = el("p", { class: "row-error", attrs: { id: id + "-error" } });
  const input = el("input", { class: "figure-field", attrs: { id, type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 8,
    "data-criterion": criterion.number, "aria-describedby": id + "-maximum " + id + "-error" } });
  const node = el("div", { class: "mark-row" },
    el("label", { attrs: { for: id } }, el("b", { class: "row-number", text: criterion.number }), criterion.name),
    el("span", { class: "muted", text: t("paper.maximum", { maximum: formatPlain(criterion.maximum) }), attrs: { id: id + "-maximum" } }),
    input, error);
  return { node, input, error, criterion };
}

function say(row, problem) {
  setText(row.error, problem);
  row.input.setAttribute("aria-invalid", problem ? "true" : "false");
}

function controlRow() {
  const input = el("input", { class: "figure-field", attrs: { id: "control", type: "text", inputmode: "decimal", autocomplete: "off", maxlength: 9,
    "aria-describedby": "control-hint control-error" } });
  const error = el("p", { class: "row-error", attrs: { id: "control-error" } });
  const node = el("div", { class: "control-row" }, el("label", { text: t("paper.control"), attrs: { for: "control" } }),
    input, el("small", { class: "muted", text: t("paper.control_hint"), attrs: { id: "control-hint" } }), error);
  return { node, input, error };
}

// Enter and the arrows walk the fields; Enter on the last goes to the button, so that nothing is sent by one key too many.
function walk(fields, button) {
  const last = fields.length - 1;
  fields.forEach((field, place) => field.addEventListener("keydown", (event) => {
    const by = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.isComposing) return;
    event.preventDefault();
    const to = place + by;
    if (to > last && event.key === "Enter") button.focus();
    const next = fields[Math.max(0, Math.min(last, to))];
    if (to <= last && next) {
      next.focus();
      next.select();
    }
  }));
}

// buildForm(rubric, turn, send) -> {node, focus(), touched()}; send(payload, place) resolves once the server has answered.
export function buildForm(rubric, turn, send) {
  const { criteria, step } = rubric;
  const rows = criteria.map(markRow);
  const control = controlRow();
  const sum = el("output", { class: "figure", text: "0", attrs: { id: "sum", for: rows.map((row) => row.input.id).join(" ") } });
  const match = el("span", { class: "match", attrs: { id: "match", role: "status" } });
  const comment = el("textarea", { class: "text", attrs: { id: "comment", rows: 2, maxlength: 1000, "aria-describedby": "comment-hint" } });
  const button = el("button", { class: "button button-solid", text: t("paper.save"), attrs: { type: "submit", id: "save" } });
  const refusal = refusalPlace("form");
  const read = (row) => readMark(row.input.value, row.criterion, step);
  const marks = () => rows.map((row) => read(row)).map((found) => (found.problem ? null : found.value));

  function retotal() {
    const sums = total(marks(), criteria);
    const given = readHundredths(control.input.value);
    const full = marks().every((mark) => mark !== null);
    setText(sum, formatMark(sums, step));
    const same = full && given === sums;
    setText(match, same ? t("paper.control_same") : "");
    if (same || given === null) say(control, "");
    return { sums, given, full };
  }

  function checkControl() {
    const { sums, given, full } = retotal();
    if (given === null) return t("paper.bad.control");
    return full && given !== sums ? t("paper.control_differs", { sum: formatMark(sums, step) }) : "";
  }

  // Names every field that is wrong and goes to the first of them; null where all may be sent.
  function wrong() {
    rows.forEach((row) => say(row, read(row).problem));
    say(control, checkControl());
    return rows.concat([control]).find((row) => row.error.textContent) || null;
  }

  rows.forEach((row) => {
    row.input.addEventListener("input", () => {
      say(row, "");
      retotal();
    });
    row.input.addEventListener("blur", () => row.input.value.trim() && say(row, read(row).problem));
  });
  control.input.addEventListener("input", retotal);
  control.input.addEventListener("blur", () => control.input.value.trim() && say(control, checkControl()));
  walk(rows.map((row) => row.input).concat([control.input]), button);

  const node = el("form", { class: "card typing", attrs: { novalidate: true, id: "typing", autocomplete: "off", "data-turn": turn } },
    el("div", { class: "typing-head" }, el("h2", { text: t(turn === "second" ? "paper.typing_second" : "paper.typing_first") }),
      el("p", { class: "muted", text: t("paper.typing_note") })),
    el("div", { class: "mark-rows" }, rows.map((row) => row.node)),
    el("div", { class: "sums" }, el("div", { class: "sum-row" }, el("span", { text: t("paper.sum") }), sum), control.node, match),
    el("div", { class: "field" }, el("label", { text: t("paper.comment"), attrs: { for: "comment" } }), comment,
      el("small", { class: "muted", text: t("paper.comment_hint"), attrs: { id: "comment-hint" } })),
    refusal, el("div", { class: "acts" }, button));
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = wrong();
    showRefusal(refusal, first ? first.error.textContent : "");
    if (first) {
      first.input.focus();
      first.input.select();
    } else {
      send({ rubric: rubric.version, marks: marks(), control: readHundredths(control.input.value), comment: comment.value.trim() }, refusal);
    }
  });
  return {
    node,
    focus: () => rows[0].input.focus({ preventScroll: true }),
    touched: () => rows.concat([control]).some((row) => row.input.value.trim() !== ""),
  };
}
