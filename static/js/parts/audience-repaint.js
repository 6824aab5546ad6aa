// Nodes are made anew only where they would say something else: a finger on its way down finds its button.
import { replace } from "../lib/dom.js";

const shown = new WeakMap();

// Fill node with make() unless it already shows subject (any JSON value). The focus stays on the control of
// the same data-key. Returns whether anything was made.
export function repaint(node, subject, make) {
  const key = JSON.stringify(subject);
  if (shown.get(node) === key) return false;
  const held = node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  replace(node, make());
  shown.set(node, key);
  if (held) focusAgain(node, held);
  return true;
}

function focusAgain(node, key) {
  const next = Array.from(node.querySelectorAll("[data-key]")).find((one) => one.dataset.key === key);
  if (next) next.focus({ preventScroll: true });
}
