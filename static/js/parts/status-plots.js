// Two small plots: a histogram of durations, and the course of the last ten minutes. Drawn anew each time.
const SVG = "http://www.w3.org/2000/svg";
const WIDE = 320;
const HIGH = 120;
const FOOT = 18;

function node(name, attrs, text) {
  const made = document.createElementNS(SVG, name);
  Object.keys(attrs).forEach((key) => made.setAttribute(key, String(attrs[key])));
  if (text !== undefined) made.textContent = text;
  return made;
}

function ground(label) {
  const plot = node("svg", { viewBox: "0 0 " + WIDE + " " + (HIGH + FOOT), class: "plot", role: "img", "aria-label": label });
  plot.append(node("line", { x1: 0, x2: WIDE, y1: HIGH, y2: HIGH, class: "plot-axis" }));
  return plot;
}

// ms as people say them: 5 ms, 1.2 s.
export function duration(ms) {
  if (ms === null || ms === undefined) return "–";
  if (ms >= 1000) return (ms / 1000).toFixed(ms < 10000 ? 1 : 0) + " s";
  return (ms < 10 ? ms.toFixed(1).replace(/\.0$/, "") : Math.round(ms)) + " ms";
}

// counts: how many fell up to each of ends (ms), the last beyond them all.
export function histogram(counts, ends, label) {
  const plot = ground(label);
  const most = Math.max(1, ...counts);
  const step = WIDE / counts.length;
  counts.forEach((count, at) => {
    const height = count ? Math.max(2, (HIGH - 6) * count / most) : 0;
    plot.append(node("rect", { x: at * step + 1.5, y: HIGH - height, width: step - 3, height, class: "plot-bar" }));
    const end = at < ends.length ? ends[at] : null;
    if (at % 2 === 0) plot.append(node("text", { x: at * step + step / 2, y: HIGH + 14, class: "plot-word" }, end === null ? ">" : end >= 1000 ? end / 1000 + "s" : String(end)));
  });
  return plot;
}

// values over time, oldest first; say(value) puts the highest into words.
export function course(values, say, label) {
  const plot = ground(label);
  const most = Math.max(...values, 0);
  const step = WIDE / Math.max(values.length - 1, 1);
  const points = values.map((value, at) => (at * step).toFixed(1) + "," + (HIGH - (most ? (HIGH - 20) * value / most : 0)).toFixed(1));
  if (values.length > 1) {
    plot.append(node("polygon", { points: "0," + HIGH + " " + points.join(" ") + " " + WIDE + "," + HIGH, class: "plot-area" }));
    plot.append(node("polyline", { points: points.join(" "), class: "plot-line" }));
  }
  plot.append(node("text", { x: 2, y: 12, class: "plot-word plot-left" }, say(most)));
  return plot;
}
