// What a mark may be, and the hands on a draft: keys, steps, undo. Whole hundredths; knows no page and no server.

// Digits behind the point that a step of so many hundredths needs.
export function places(step) {
  if (step % 100 === 0) return 0;
  return step % 10 === 0 ? 1 : 2;
}

// 1350 -> "13.5" (as many places as the step asks for, more where the mark has more).
export function formatMark(mark, step) {
  const needed = Math.max(places(step), places(mark));
  const whole = Math.floor(mark / 100);
  if (needed === 0) return String(whole);
  const rest = ("0" + (mark % 100)).slice(-2).slice(0, needed);
  return whole + "." + rest;
}

// 1500 -> "15", 850 -> "8.5".
export function formatPlain(mark) {
  return formatMark(mark, 100);
}

// The key beside 0: ".5" for a step of a half, "." for finer ones, null for whole points.
export function fractionKey(step) {
  if (step === 50) return ".5";
  return step % 100 === 0 ? null : ".";
}

// Hundredths of what is typed; null where it is nothing, not finished or off the step.
export function valueOf(text, step) {
  const match = /^(\d{1,4})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  const value = Number(match[1]) * 100 + Number(((match[2] || "") + "00").slice(0, 2));
  return value % step === 0 ? value : null;
}

function least(text) {
  const cut = text.split(".");
  return Number(cut[0] || "0") * 100 + Number(((cut[1] || "") + "00").slice(0, 2));
}

function extended(text, key, step) {
  if (key === ".") {
    if (text.indexOf(".") >= 0 || fractionKey(step) === null) return text;
    return (text || "0") + (step === 50 ? ".5" : ".");
  }
  const cut = text.split(".");
  if (cut.length === 2 && cut[1].length >= places(step)) return text;
  return text === "0" ? key : text + key;
}

// One key on what is typed so far: {text, over}. A key that would pass the maximum is not taken;
// over then holds what it would have made.
export function typed(text, key, maximum, step) {
  const next = extended(text, key, step);
  if (least(next) > maximum) return { text, over: next };
  return { text: next, over: null };
}

// One step up (+1) or down (-1). Without a mark there is nothing to step from.
export function stepped(mark, direction, maximum, step) {
  if (mark === null) return null;
  const next = mark + direction * step;
  return next < 0 || next > maximum ? mark : next;
}

function factorOf(criterion) {
  const given = criterion.factor;
  if (given === undefined || given === null) return [1, 1];
  const ratio = String(given).split("/");
  if (ratio.length === 2) return [Number(ratio[0]), Number(ratio[1])];
  const cut = ratio[0].split(".");
  const scale = Math.pow(10, (cut[1] || "").length);
  return [Number(cut[0]) * scale + Number(cut[1] || "0"), scale];
}

// Hundredths of all marks given, each times its factor; halves up where a factor leaves a rest.
export function total(marks, criteria) {
  let above = 0;
  let below = 1;
  marks.forEach((mark, place) => {
    if (mark === null || mark === undefined) return;
    const [over, under] = factorOf(criteria[place] || {});
    above = above * under + mark * over * below;
    below *= under;
  });
  return Math.floor((2 * above + below) / (2 * below));
}

export function marked(marks) {
  return marks.filter((mark) => mark !== null && mark !== undefined).length;
}

// The place of the next empty row after that one, round the end; -1 when all are marked.
export function nextEmpty(marks, after) {
  for (let step = 1; step <= marks.length; step += 1) {
    const place = (after + step) % marks.length;
    if (marks[place] === null) return place;
  }
  return -1;
}

// Rows that want a confirming word: [{place, form: "full" | "zero"}].
export function extremes(marks, criteria) {
  const found = [];
  marks.forEach((mark, place) => {
    if (mark === 0) found.push({ place, form: "zero" });
    else if (mark !== null && mark === criteria[place].maximum) found.push({ place, form: "full" });
  });
  return found;
}

// Places where two versions differ.
export function differences(mine, other) {
  return mine.map((mark, place) => (mark === other[place] ? -1 : place)).filter((place) => place >= 0);
}

// What the ballot's hash is taken over.
export function hashed(body) {
  const { base, comment, entry, id, judge, kind, marks, presentation, round, rubric } = body;
  return Object.assign({ base, comment, entry, id, judge, kind, marks, round, rubric }, presentation > 1 ? { presentation } : {});
}

const DEPTH = 50;

// createTyping(step) -> the hands for one draft at a time. Each act returns true when a mark changed.
// text(): what is being typed in the open row, or null; over(): {place, maximum, would} of the last key not taken.
export function createTyping(step) {
  const state = { text: null, over: null, undo: [], group: null, entry: null, base: null };

  // What is typed belongs to one version of one ballot: the next entry or a returned ballot begins anew.
  function own(draft) {
    return state.entry === draft.entry && state.base === draft.base;
  }

  function begin(draft, group) {
    if (!own(draft)) Object.assign(state, { entry: draft.entry, base: draft.base, undo: [], group: null, text: null });
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
    if (state.text !== null && own(draft)) return state.text;
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
    const before = state.text !== null && own(draft) ? state.text : mark === null ? "" : trimmed(formatMark(mark, step));
    if (before === "") return false;
    begin(draft, "type" + draft.active);
    state.text = before.slice(0, -1);
    return put(draft, draft.active, valueOf(state.text, step));
  }

  function move(draft, place) {
    Object.assign(state, { text: null, over: null, group: null, entry: own(draft) ? state.entry : null });
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
      if (!own(draft) || !state.undo.length) return false;
      const before = state.undo.pop();
      Object.assign(state, { text: null, over: null, group: null });
      draft.marks = before.marks;
      draft.active = before.active;
      draft.confirmed = {};
      return true;
    },
    canUndo: (draft) => own(draft) && state.undo.length > 0,
    text: (draft) => (own(draft) ? state.text : null),
    over: () => state.over,
  };
}

function trimmed(text) {
  return text.replace(/\.0+$/, "");
}
