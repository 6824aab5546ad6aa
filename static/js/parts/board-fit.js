// One board unit for every size, and text that steps down until it fits its box.
import { el } from "../lib/dom.js";

// Set u on the root: the picture is the same at every size of 16:9.
export function measure() {
  const u = Math.min(window.innerWidth / 1920, window.innerHeight / 1080);
  document.documentElement.style.setProperty("--u", u + "px");
}

// Half a line is allowed for: a face's ascent may reach beyond its line.
function fits(node) {
  const line = parseFloat(getComputedStyle(node).lineHeight) || node.clientHeight;
  const lines = Number(node.dataset.lines || 1);
  return node.scrollWidth <= node.clientWidth + 1 && node.scrollHeight < line * (lines + 0.5);
}

// Try the sizes (in u) of data-sizes from the largest; the smallest stays and ends in an ellipsis.
function fitOne(node) {
  const sizes = node.dataset.sizes.split(" ");
  for (let i = 0; i < sizes.length; i += 1) {
    node.style.setProperty("--size", sizes[i]);
    if (fits(node)) break;
  }
}

export function fitAll(root) {
  root.querySelectorAll("[data-sizes]").forEach(fitOne);
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
  const text = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = parseFloat(text) || 0;
  return /\ds$/.test(text) && !/ms$/.test(text) ? number * 1000 : number;
}
