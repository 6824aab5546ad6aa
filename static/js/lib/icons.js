// Line icons as SVG nodes, each a shape that says its state without colour.

const SPACE = "http://www.w3.org/2000/svg";
const SHAPES = {
  begin: ["circle cx=12 cy=12 r=9 stroke-dasharray=4,3"],
  ring: ["circle cx=12 cy=12 r=9"],
  pen: ["path d=M4,20l1-5L16,4l4,4L9,19z", "path d=M14,6l4,4"],
  tray: ["path d=M12,3v11m-5-5l5,5l5-5", "path d=M4,20h16"],
  hourglass: ["path d=M6,3h12M6,21h12", "path d=M7,3c0,6,10,12,10,18M17,3c0,6-10,12-10,18"],
  tick: ["circle cx=12 cy=12 r=9", "path d=M7.5,12.5l3,3l6-6.5"],
  refuse: ["path d=M8,3h8l5,5v8l-5,5H8l-5-5V8z", "path d=M9,9l6,6M15,9l-6,6"],
  back: ["path d=M9,5L4,10l5,5", "path d=M4,10h10a5,5,0,0,1,0,10h-3"],
  lock: ["rect x=5 y=10 width=14 height=11 rx=2", "path d=M8,10V7a4,4,0,0,1,8,0v3"],
  recused: ["rect x=4 y=4 width=16 height=16 rx=2", "path d=M8,12h8"],
  warn: ["path d=M12,4L2.5,20h19z", "path d=M12,10v5m0,2v.6"],
  screen: ["rect x=3 y=4 width=18 height=13 rx=2", "path d=M9,21h6m-3-4v4"],
  list: ["path d=M4,6h16M4,12h16M4,18h16"],
  right: ["path d=M4,12h15m-6-6l6,6l-6,6"],
  left: ["path d=M20,12H5m6-6l-6,6l6,6"],
  minus: ["path d=M5,12h14"],
  plus: ["path d=M5,12h14M12,5v14"],
  close: ["path d=M5,5l14,14M19,5L5,19"],
  chair: ["circle cx=12 cy=7 r=4", "path d=M4,21c0-9,16-9,16,0"],
};

function shape(line) {
  const words = line.split(/ (?=[a-z-]+=)/);
  const node = document.createElementNS(SPACE, words[0]);
  words.slice(1).forEach((word) => {
    const cut = word.indexOf("=");
    node.setAttribute(word.slice(0, cut), word.slice(cut + 1));
  });
  return node;
}

// The icon of that name; hidden from screen readers, since a word always stands beside it.
export function icon(name) {
  const svg = document.createElementNS(SPACE, "svg");
  const look = { class: "icon", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2.2",
    "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true", focusable: "false" };
  Object.keys(look).forEach((key) => svg.setAttribute(key, look[key]));
  (SHAPES[name] || SHAPES.ring).forEach((line) => svg.append(shape(line)));
  return svg;
}
