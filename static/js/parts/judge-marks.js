// What a mark may be. Pure: whole hundredths in, whole hundredths out; text only for the eye.

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
  const { base, comment, entry, id, judge, marks, round, rubric } = body;
  return { base, comment, entry, id, judge, marks, round, rubric };
}
