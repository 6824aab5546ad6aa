// The marking view: criterion rows with steppers, guidance, number pad. Built once per draft, then kept up to date.
import { el, replace, setText } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t } from "../lib/i18n.js";
import { formatMark, formatPlain, fractionKey, nextEmpty } from "./judge-marks.js";

const DIGITS = ["7", "8", "9", "4", "5", "6", "1", "2", "3"];

// createSheet(draft, acts, step) -> {node, update(draft, typing)}
// acts: activate(place), step(place, direction), press(key), clear(), next(), undo(), comment(text)
export function createSheet(draft, acts, step) {
  const rows = draft.criteria.map((criterion, place) => buildRow(criterion, place, acts));
  const guidance = buildGuidance(acts);
  const note = buildNote(acts);
  const pad = buildPad(acts, step);
  const list = el("div", { class: "rows", attrs: { role: "group", "aria-label": t("judge.rows") } }, rows.map((row) => row.node));
  const side = el("div", { class: "side" }, guidance.node, note.node, pad.node);
  const node = el("div", { class: "sheet" }, list, side);
  node.style.setProperty("--rows", String(rows.length));
  let shown = -1;
  return {
    node,
    update(current, typing) {
      rows.forEach((row, place) => updateRow(row, place, current, typing, step));
      guidance.update(current.criteria[current.active], typing.canUndo(current));
      note.update(current.comment);
      pad.update(current);
      if (shown !== current.active) reveal(rows[current.active].node, list);
      shown = current.active;
    },
  };
}

function reveal(row, list) {
  if (list.scrollHeight > list.clientHeight) row.scrollIntoView({ block: "nearest" });
}

function stepper(place, direction, name, acts) {
  const label = t(direction > 0 ? "judge.plus" : "judge.minus", { name });
  return el("button", { class: "step", attrs: { type: "button", "aria-label": label, "data-act": direction > 0 ? "plus" : "minus" },
    on: { click: () => acts.step(place, direction) } }, icon(direction > 0 ? "plus" : "minus"));
}

function buildRow(criterion, place, acts) {
  const { name } = criterion;
  const minus = stepper(place, -1, name, acts);
  const plus = stepper(place, 1, name, acts);
  const mark = el("span", { class: "mark" });
  const word = el("span", { class: "mark-word" });
  const field = el("button", { class: "mark-field", attrs: { type: "button", "data-act": "open" }, on: { click: () => acts.activate(place) } }, mark, word);
  const said = el("p", { class: "row-note", attrs: { hidden: true } });
  const label = el("div", { class: "row-name", on: { click: () => acts.activate(place) } },
    el("h2", { text: name }), el("p", { class: "row-max", text: t("judge.maximum", { maximum: formatPlain(criterion.maximum) }) }));
  const node = el("section", { class: "row", attrs: { "data-criterion": criterion.number, "aria-label": name } },
    label, el("div", { class: "stepper" }, minus, field, plus), said);
  return { node, minus, plus, field, mark, word, said };
}

function inert(button, off) {
  // aria-disabled keeps the focus where it is when a mark reaches its end.
  button.setAttribute("aria-disabled", off ? "true" : "false");
  button.classList.toggle("step-inert", off);
}

function updateRow(row, place, draft, typing, step) {
  const mark = draft.marks[place];
  const criterion = draft.criteria[place];
  const active = draft.active === place;
  const typed = active ? typing.text(draft) : null;
  const shown = typed !== null && typed !== "" ? typed : mark === null ? "" : formatMark(mark, step);
  row.node.classList.toggle("row-active", active);
  row.node.classList.toggle("row-empty", shown === "");
  row.node.dataset.mark = mark === null ? "" : String(mark);
  if (active) row.node.setAttribute("aria-current", "step");
  else row.node.removeAttribute("aria-current");
  setText(row.mark, shown);
  setText(row.word, shown !== "" ? "" : t(active ? "judge.mark_now" : "judge.no_mark"));
  const state = shown === "" ? t("judge.no_mark") : shown;
  row.field.setAttribute("aria-label", t("judge.field", { name: criterion.name, mark: state, maximum: formatPlain(criterion.maximum) }));
  inert(row.minus, mark === null || mark - step < 0);
  inert(row.plus, mark === null || mark + step > criterion.maximum);
  sayUnder(row, place, draft, typing, step);
}

function sayUnder(row, place, draft, typing, step) {
  const mark = draft.marks[place];
  const { maximum } = draft.criteria[place];
  const over = typing.over();
  const typed = draft.active === place ? typing.text(draft) : null;
  let words = "";
  let stop = false;
  if (over && over.place === place) {
    words = t("judge.over", { maximum: formatPlain(maximum), would: over.would });
    stop = true;
  } else if (typed && mark === null) words = t("judge.off_step", { step: formatMark(step, step) });
  else if (mark !== null && draft.active === place && mark === maximum) words = t("judge.at_maximum");
  else if (mark === 0 && draft.active === place) words = t("judge.at_zero");
  row.said.hidden = words === "";
  row.said.classList.toggle("row-note-stop", stop);
  row.node.classList.toggle("row-said", words !== "");
  setText(row.said, words);
}

function buildGuidance(acts) {
  const title = el("h2", { class: "guide-title" });
  const list = el("ul", { class: "guide-list" });
  const line = el("span", { class: "guide-line" });
  const open = el("button", { class: "guide-open", attrs: { type: "button", "aria-expanded": "false", id: "guide-open" } },
    el("b", { text: t("judge.guide_word") }), line);
  const undo = el("button", { class: "guide-undo", attrs: { type: "button", "data-act": "undo" }, on: { click: acts.undo } }, icon("back"), t("judge.undo"));
  const node = el("section", { class: "guide", attrs: { id: "guide" } },
    el("div", { class: "guide-head" }, title, el("span", { class: "muted", text: t("judge.guide_only") })),
    el("div", { class: "guide-bar" }, open, undo), list);
  open.addEventListener("click", () => {
    const opened = node.classList.toggle("guide-opened");
    open.setAttribute("aria-expanded", opened ? "true" : "false");
  });
  let last = null;
  return {
    node,
    update(criterion, canUndo) {
      undo.disabled = !canUndo;
      if (last === criterion) return;
      last = criterion;
      const points = criterion.guidance || [];
      setText(title, t("judge.guide_title", { name: criterion.name }));
      setText(line, points.length ? points.join(t("judge.guide_join")) : t("judge.guide_none"));
      replace(list, points.length ? points.map((point) => el("li", { text: point })) : el("li", { class: "muted", text: t("judge.guide_none") }));
    },
  };
}

function buildNote(acts) {
  const box = el("textarea", { class: "text", attrs: { id: "comment-inline", rows: 2, maxlength: 500, placeholder: t("judge.comment_hint") },
    on: { input: () => acts.comment(box.value) } });
  const node = el("label", { class: "note", attrs: { for: "comment-inline" } },
    el("span", { class: "note-head" }, el("b", { text: t("judge.comment") }), el("span", { class: "muted", text: t("judge.optional") })), box);
  return {
    node,
    update(comment) {
      if (document.activeElement !== box && box.value !== comment) box.value = comment;
    },
  };
}

function padKey(key, label, act, props) {
  return el("button", { class: "key", attrs: Object.assign({ type: "button", "data-key": key }, props || {}), on: { click: act } }, label);
}

function buildPad(acts, step) {
  const fraction = fractionKey(step);
  const keys = DIGITS.map((digit) => padKey(digit, digit, () => acts.press(digit)));
  keys.push(padKey("clear", t("judge.clear"), acts.clear));
  keys.push(padKey("0", "0", () => acts.press("0")));
  keys.push(padKey("fraction", fraction || "", () => acts.press("."), fraction ? { "aria-label": t("judge.fraction", { fraction }) } : { disabled: true, "aria-hidden": "true" }));
  const label = el("span", { class: "next-label" });
  const next = el("button", { class: "button button-solid next", attrs: { type: "button", id: "next" }, on: { click: acts.next } }, label, icon("right"));
  const node = el("div", { class: "pad", attrs: { id: "pad", role: "group", "aria-label": t("judge.pad") } }, keys, next);
  return {
    node,
    update(draft) {
      const place = nextEmpty(draft.marks, draft.active);
      const only = place === draft.active;
      const ahead = place < 0 ? t("judge.to_review") : t("judge.next", { name: draft.criteria[Math.max(place, 0)].name });
      setText(label, only ? t("judge.this_first") : ahead);
      next.disabled = only;
    },
  };
}
