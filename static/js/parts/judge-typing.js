// Hands on a draft: keys, steps, clearing, undo. Changes the draft it is given; knows no page and no server.
import { formatMark, nextEmpty, stepped, typed, valueOf } from "./judge-marks.js";

const DEPTH = 50;

// createTyping(step) -> the hands for one draft at a time. Each act returns true when a mark changed.
// text(): what is being typed in the open row, or null; over(): {place, maximum, would} of the last key not taken.
export function createTyping(step) {
  const state = { text: null, over: null, undo: [], group: null, entry: null };

  function begin(draft, group) {
    if (state.entry !== draft.entry) Object.assign(state, { entry: draft.entry, undo: [], group: null, text: null });
    state.over = null;
    if (state.group === group) return;
    state.group = group;
    state.undo.push({ marks: draft.marks.slice(), active: draft.active });
    if (state.undo.length > DEPTH) state.undo.shift();
  }

  function put(draft, place, mark) {
    const changed = draft.marks[place] !== mark;
    draft.marks[place] = mark;
    if (changed) delete draft.confirmed[place];
    return changed;
  }

  // A row opened again is typed anew, except that the half may be added to a whole mark.
  function startText(draft, key) {
    if (state.text !== null) return state.text;
    const mark = draft.marks[draft.active];
    return key === "." && mark !== null && mark % 100 === 0 ? String(mark / 100) : "";
  }

  function press(draft, key) {
    const place = draft.active;
    const { maximum } = draft.criteria[place];
    const answer = typed(startText(draft, key), key, maximum, step);
    if (answer.over !== null) {
      state.over = { place, maximum, would: answer.over };
      return false;
    }
    begin(draft, "type" + place);
    state.text = answer.text;
    return put(draft, place, valueOf(answer.text, step));
  }

  function rub(draft) {
    const mark = draft.marks[draft.active];
    const before = state.text !== null ? state.text : mark === null ? "" : trimmed(formatMark(mark, step));
    if (before === "") return false;
    begin(draft, "type" + draft.active);
    state.text = before.slice(0, -1);
    return put(draft, draft.active, valueOf(state.text, step));
  }

  function move(draft, place) {
    Object.assign(state, { text: null, over: null, group: null, entry: draft.entry === state.entry ? state.entry : null });
    draft.active = Math.max(0, Math.min(draft.marks.length - 1, place));
  }

  return {
    press, rub, move,
    step(draft, place, direction) {
      if (draft.active !== place) move(draft, place);
      const mark = draft.marks[place];
      const next = stepped(mark, direction, draft.criteria[place].maximum, step);
      if (next === mark) return false;
      begin(draft, null);
      state.group = null;
      state.text = null;
      return put(draft, place, next);
    },
    clear(draft) {
      begin(draft, null);
      state.group = null;
      state.text = null;
      return put(draft, draft.active, null);
    },
    // On to the next empty row, else to the row below; false when nothing is left to mark.
    next(draft) {
      const place = nextEmpty(draft.marks, draft.active);
      if (place < 0) return false;
      move(draft, place);
      return true;
    },
    undo(draft) {
      if (state.entry !== draft.entry || !state.undo.length) return false;
      const before = state.undo.pop();
      Object.assign(state, { text: null, over: null, group: null });
      draft.marks = before.marks;
      draft.active = before.active;
      draft.confirmed = {};
      return true;
    },
    canUndo: (draft) => state.entry === draft.entry && state.undo.length > 0,
    text: (draft) => (state.entry === draft.entry ? state.text : null),
    over: () => state.over,
  };
}

function trimmed(text) {
  return text.replace(/\.0+$/, "");
}
