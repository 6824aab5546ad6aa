// One board unit for every size, and text that steps down until it fits its box.
import { el } from "../lib/dom.js";

const root = document.documentElement;

// Set u on the root: the picture is the same at every size of 16:9. On a standing screen the parts stack.
export function measure() {
  const { innerWidth, innerHeight } = window;
  const tall = innerWidth < innerHeight;
  const u = tall ? Math.min(innerWidth / 1200, innerHeight / 1800) : Math.min(innerWidth / 1920, innerHeight / 1080);
  root.style.setProperty("--u", u + "px");
  root.dataset.shape = tall ? "tall" : "wide";
}

// Half a line is allowed for: a face's ascent may reach beyond its line.
function fits(node, lines) {
  const line = parseFloat(getComputedStyle(node).lineHeight) || node.clientHeight;
  return node.scrollWidth <= node.clientWidth + 1 && node.scrollHeight < line * (lines + 0.5);
}

// Try the sizes (in u) of data-sizes from the largest, "88x2" meaning in two lines; the smallest stays and
// ends in an ellipsis. A standing screen has room for twice the lines of data-lines.
function fitOne(node) {
  const room = Number(node.dataset.lines || 1) * (node.dataset.lines && root.dataset.shape === "tall" ? 2 : 1);
  node.dataset.sizes.split(" ").some((step) => {
    const [size, lines] = step.split("x");
    node.style.setProperty("--size", size);
    return fits(node, Number(lines) || room);
  });
}

function holds(box) {
  const high = Array.from(box.children).reduce((sum, child) => sum + child.offsetHeight, 0);
  return box.scrollWidth <= box.clientWidth + 1 && high <= box.clientHeight + 1;
}

// One size for all boxes of a row: the largest that every one of them holds.
function fitRow(row) {
  row.dataset.rowSizes.split(" ").some((size) => {
    row.style.setProperty("--size", size);
    return Array.from(row.children).every(holds);
  });
}

export function fitAll(within) {
  within.querySelectorAll("[data-row-sizes]").forEach(fitRow);
  within.querySelectorAll("[data-sizes]").forEach(fitOne);
}

const segmenter = typeof Intl !== "undefined" && Intl.Segmenter ? new Intl.Segmenter("zh", { granularity: "word" }) : null;

// The text with places to break between words only, so that no word is torn over two lines.
export function byWords(text) {
  if (!segmenter) return [text];
  const nodes = [];
  Array.from(segmenter.segment(text)).forEach((part) => {
    if (part.isWordLike && nodes.length) nodes.push(el("wbr"));
    nodes.push(part.segment);
  });
  return nodes;
}

// A token of tokens.css in ms; reduced motion and the still board make it short there.
export function duration(name) {
  const text = getComputedStyle(root).getPropertyValue(name).trim();
  const number = parseFloat(text) || 0;
  return /\ds$/.test(text) && !/ms$/.test(text) ? number * 1000 : number;
}
