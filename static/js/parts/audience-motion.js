// Rows travel to their new places: transform only, and never before the state is right.
const TRAVEL = { duration: 700, easing: "cubic-bezier(.3,0,0,1)" };

function places(node) {
  const found = new Map();
  node.querySelectorAll("[data-row]").forEach((row) => {
    const box = row.getBoundingClientRect();
    found.set(row.dataset.row, { top: box.top, height: box.height });
  });
  return found;
}

// Whether any of it would be seen on its way.
function passes(from, to, height) {
  return Math.min(from, to) < window.innerHeight && Math.max(from, to) + height > 0;
}

// Run change(), which says false where nothing was made anew; then let every row of node that was there before travel from where it stood.
// All places are read before the first row moves: one layout, however many rows.
export function moveRows(node, change) {
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const before = still ? new Map() : places(node);
  if (change() === false || still) return;
  const after = places(node);
  node.querySelectorAll("[data-row]").forEach((row) => {
    const from = before.get(row.dataset.row);
    const to = after.get(row.dataset.row);
    if (!from || from.top === to.top || !row.animate || !passes(from.top, to.top, to.height)) return;
    row.animate([{ transform: "translateY(" + (from.top - to.top) + "px)" }, { transform: "none" }], TRAVEL);
  });
}
