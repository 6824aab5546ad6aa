// The signs on the tabs, as lines; a word always stands beside them.

const SPACE = "http://www.w3.org/2000/svg";
const PATHS = {
  now: "M4 11l8-7 8 7v9h-5v-6h-6v6H4z",
  standings: "M4 6h16M4 12h16M4 18h16",
  favourites: "M12 4l2.4 5.2 5.6.7-4.1 3.9 1 5.6-4.9-2.8-4.9 2.8 1-5.6L4 9.9l5.6-.7z",
  history: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M12 7v5l3 2",
};

export function tabIcon(name) {
  const svg = document.createElementNS(SPACE, "svg");
  const look = { class: "tab-icon", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2",
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false" };
  Object.keys(look).forEach((key) => svg.setAttribute(key, look[key]));
  const path = document.createElementNS(SPACE, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
