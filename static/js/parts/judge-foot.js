// The foot: what it adds up to, and the ways on. One set of nodes, shown or hidden by the view.
import { byId, el, replace, setText } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t } from "../lib/i18n.js";
import { formatMark, formatPlain, marked, total } from "./judge-marks.js";
import { openQuestions } from "./judge-review.js";

function button(id, sign, key, act) {
  const label = el("span", { text: key ? t(key) : "" });
  const node = el("button", { class: "button", attrs: { type: "button", id }, on: { click: act } }, sign ? icon(sign) : null, label);
  return { node, label };
}

// acts: undo, openComment, back, earlier, seats, forward
export function createFoot(acts) {
  const sum = el("output", { class: "foot-sum", attrs: { id: "total", "aria-live": "off" } });
  const name = el("span", { class: "foot-name" });
  const count = el("span", { class: "foot-long", attrs: { id: "count" } });
  const short = el("span", { class: "foot-short", attrs: { "aria-hidden": "true" } });
  const sums = el("p", { class: "foot-total" }, name, sum, count, short);
  const coming = el("p", { class: "foot-next", attrs: { id: "coming" } });
  const parts = {
    undo: button("undo", "back", "judge.undo", acts.undo), comment: button("open-comment", "pen", "judge.comment", acts.openComment),
    back: button("back", "left", "judge.back", acts.back), earlier: button("open-earlier", "list", null, acts.earlier),
    seats: button("open-seats", "chair", "judge.seats", acts.seats), forward: button("submit", null, null, acts.forward),
  };
  replace(byId("foot"), sums, coming, el("div", { class: "foot-acts" }, Object.keys(parts).map((key) => parts[key].node)));
  return { update: (scene, typing) => update({ sums, sum, name, count, short, coming, parts }, scene, typing) };
}

function show(parts, names) {
  Object.keys(parts).forEach((key) => {
    parts[key].node.hidden = names.indexOf(key) < 0;
  });
}

function update(foot, scene, typing) {
  const { view, draft, session, me } = scene;
  const marking = (view === "marking" || view === "review") && draft;
  foot.sums.hidden = !marking;
  foot.coming.hidden = Boolean(marking);
  byId("foot").dataset.view = view;
  if (marking) {
    show(foot.parts, view === "marking" ? ["undo", "comment", "forward"] : ["back", "forward"]);
    foot.parts.undo.node.disabled = !typing.canUndo(draft);
    sumUp(foot, scene, me.step);
    forward(foot.parts.forward, draft, view, me.step);
    return;
  }
  const chief = session && session.panel && session.entry;
  show(foot.parts, view === "connecting" ? [] : chief ? ["earlier", "seats"] : ["earlier"]);
  setText(foot.parts.earlier.label, t("judge.earlier_count", { count: scene.earlier.length }));
  const next = session && session.next;
  setText(foot.coming, next && view !== "waiting" ? t("judge.coming", { position: next.position, circle: next.circle }) : "");
}

function sumUp(foot, scene, step) {
  const { draft, me } = scene;
  const done = marked(draft.marks);
  const all = done === draft.marks.length;
  setText(foot.name, t(all ? "judge.total" : "judge.so_far"));
  setText(foot.sum, done ? formatMark(total(draft.marks, draft.criteria), step) : "—");
  setText(foot.count, all ? "/ " + formatPlain(me.full) : done ? t("judge.done_of", { done, of: draft.marks.length }) : t("judge.none_done"));
  setText(foot.short, all ? "/ " + formatPlain(me.full) : t("judge.done_short", { done, of: draft.marks.length }));
}

// Dashed while something is missing (and it says what), solid only in the review.
function forward(part, draft, view, step) {
  const missing = draft.marks.length - marked(draft.marks);
  const open = missing ? [] : openQuestions(draft);
  const sum = formatMark(total(draft.marks, draft.criteria), step);
  let state = "missing";
  let words = t("judge.missing_count", { count: missing });
  if (!missing && view === "marking") [state, words] = ["review", t("judge.to_review")];
  else if (!missing && open.length) [state, words] = ["confirm", t("judge.confirm_count", { count: open.length })];
  else if (!missing) [state, words] = ["ready", t("judge.submit", { total: sum })];
  part.node.dataset.state = state;
  part.node.className = "button " + ({ missing: "button-dashed", confirm: "button-dashed", ready: "button-solid" }[state] || "");
  setText(part.label, words);
}
