// Rows travel to their new places: transform only, and never before the state is right.
const TRAVEL = { duration: 700, easing: "cubic-bezier(.3,0,0,1)" };

function places(node) {
  const found = {};
  node.querySelectorAll("[data-row]").forEach((row) => { found[row.dataset.row] = row.getBoundingClientRect().top; });
  return found;
}

// Run change(), then let every row of node that was there before travel from where it stood.
export function moveRows(node, change) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const before = still ? {} : places(node);
  change();
  if (still) return;
  node.querySelectorAll("[data-row]").forEach((row) => {
    const from = before[row.dataset.row];
    const by = from === undefined ? 0 : from - row.getBoundingClientRect().top;
    if (by && row.animate) row.animate([{ transform: "translateY(" + by + "px)" }, { transform: "none" }], TRAVEL);
  });
}
