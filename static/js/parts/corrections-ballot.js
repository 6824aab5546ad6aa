// A judge's ballot of a published entry: what it says by criterion, and what it should say.
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { ask } from "./desk-command.js";

const HUNDREDTHS = /^(\d{1,4})(?:[.。．](\d{1,2}))?$/;

export function markText(hundredths) {
  const rest = hundredths % 100;
  return Math.floor(hundredths / 100) + (rest ? "." + String(rest).padStart(2, "0").replace(/0$/, "") : "");
}

// Whole hundredths of what was typed, null where it is no mark: no binary fraction is in it.
export function hundredthsOf(typed) {
  const found = HUNDREDTHS.exec(typed.trim());
  return found ? Number(found[1]) * 100 + Number((found[2] || "").padEnd(2, "0")) : null;
}

function row(criterion, mark) {
  return el("li", {}, el("span", { text: criterion.name + " ≤ " + markText(criterion.maximum) }), el("span", { class: "figure muted", text: markText(mark) }),
    el("input", { attrs: { "data-criterion": criterion.number, inputmode: "decimal", autocomplete: "off", maxlength: 7, value: markText(mark), "aria-label": t("corrections.mark_of", { name: criterion.name }) } }));
}

export function createBallotFields(node, entry, step, place) {
  const state = { found: null, ballot: null };
  const choose = el("select", { attrs: { name: "judge" } });
  const marks = el("ol", { class: "ballot-marks", attrs: { id: "ballot-marks" } });

  function draw() {
    state.ballot = state.found.ballots.find((one) => one.judge === choose.value) || null;
    replace(marks, state.ballot ? state.found.criteria.map((criterion, index) => row(criterion, state.ballot.marks[index])) : null);
  }

  async function load() {
    replace(node, el("p", { class: "muted", text: t("corrections.loading") }));
    state.found = await ask("GET", "/api/v1/desk/corrections/ballots/" + encodeURIComponent(entry), null, place);
    if (!state.found) return;
    replace(choose, state.found.ballots.map((one) => el("option", { text: t("corrections.judge_of", { seat: one.seat, name: one.name, version: one.version }), attrs: { value: one.judge } })));
    replace(node, el("label", { class: "field" }, el("span", { text: t("corrections.judge") }), choose), el("p", { class: "muted", text: t("corrections.ballot_note") }), marks);
    draw();
  }

  function read() {
    if (!state.ballot) return { lacks: [t("corrections.loading"), null] };
    const boxes = Array.from(marks.querySelectorAll("input"));
    const given = boxes.map((box) => hundredthsOf(box.value));
    const wrong = given.indexOf(null);
    if (wrong >= 0) return { lacks: [t("corrections.no_mark", { name: state.found.criteria[wrong].name }), boxes[wrong]] };
    return { kind: "ballot", entry, judge: state.ballot.judge, base: state.ballot.version, marks: given, comment: state.ballot.comment };
  }

  choose.addEventListener("change", draw);
  load();
  return { read };
}
