// Header, status chip, bands and foot: who marks what, where it is kept, what it adds up to, the ways on.
import { formatSeconds, formatTime } from "../lib/clock.js";
import { byId, el, replace, setText } from "../lib/dom.js";
import { spoken, t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { formatMark, formatPlain, marked, total } from "./judge-marks.js";
import { openQuestions } from "./judge-cards.js";
import { chipOf, timeLeft } from "./judge-scene.js";

const signatures = {};

// Build only when what it shows has changed.
function once(name, sign, build) {
  const text = JSON.stringify(sign);
  if (signatures[name] === text) return;
  signatures[name] = text;
  build();
}

export function updateHead(scene) {
  const { shown, session, me, view } = scene;
  const kept = view === "receipt";
  once("head", [shown && [shown.entry, shown.id, shown.title, shown.position], kept, session && [session.seat, session.role, session.name], me && me.name], () => {
    const place = byId("place");
    setText(place, shown && shown.position ? String(shown.position) : "");
    place.classList.toggle("lamp-lit", kept);
    setText(byId("title"), shown ? shown.title : session ? session.name : "");
    replace(byId("facts"), factsOf(scene).map((fact) => el("span", { class: fact[1] }, fact[2] ? icon(fact[2]) : null, fact[0])));
    const seat = session ? t("common.seat", { seat: session.seat }) : "";
    replace(byId("who"), icon("list"), el("span", {}, el("span", { class: "who-seat", text: seat }), " ", el("b", { text: me ? me.name : "" })));
  });
}

function factsOf(scene) {
  const { shown, session } = scene;
  if (!shown) return session && session.place ? [[session.place, ""]] : [];
  const facts = [[typeof shown.entry === "string" ? shown.entry : shown.id, "fact-id"], [shown.circle, "fact-circle"]];
  if (shown.unit) facts.push([shown.unit, "fact-unit"]);
  if (shown.kind) facts.push([shown.kind, "fact-kind"]);
  if (shown.attendance) facts.push([t("common." + shown.attendance + "_entry"), "fact-where", shown.attendance === "remote" ? "screen" : null]);
  return facts;
}

export function updateTimer(scene, now) {
  const node = byId("timer");
  const { session, onStage } = scene;
  const left = onStage && session ? timeLeft(session.timer, now) : null;
  const phase = session && session.phase ? t("common.phase." + session.phase) : "";
  const form = left ? left.form : "none";
  node.dataset.form = form;
  const figure = left ? (form === "over" ? "+" : "") + formatSeconds(left.seconds) : "";
  const words = !onStage ? "" : left ? phase + " " + t(form === "over" ? "common.overtime" : "common.left") : phase;
  once("timer", [words, figure], () => replace(node, el("span", { text: words }), figure ? el("b", { text: figure }) : null));
}

export function updateChip(scene, link) {
  const chip = chipOf(Object.assign({}, scene, link));
  const node = byId("chip");
  once("chip", chip, () => {
    node.className = "chip chip-" + chip.look;
    node.dataset.state = chip.state;
    const time = chip.at ? formatTime(chip.at) : "";
    const more = chip.saved ? t("judge.chip.all_saved") : chip.state === "waiting" && time ? t("judge.chip.since", { time }) : "";
    replace(node, icon(chip.icon), el("span", { text: t("judge.chip." + chip.state, { time, count: chip.count }) }),
      more ? el("span", { class: "chip-more", text: more }) : null);
  });
}

function band(name, look, sign, strong, text, ...acts) {
  return { name, look, sign, strong, text, acts };
}

function act(label, run, hook) {
  return { label, run, hook };
}

// The bands that the scene asks for, the most pressing first.
function bandsOf(scene, link, acts) {
  const list = [];
  const { record, ballot, draft, view, stage, onStage, session } = scene;
  if (view === "elsewhere") return list;
  const said = link.waiting ? { count: link.waiting, time: formatTime(link.since) } : null;
  if (scene.taken && view !== "taken") list.push(band("taken", "stop", "lock", t("judge.taken", { time: formatTime(scene.taken.at) }), t("judge.taken_text")));
  if (link.signedOut && !scene.taken) list.push(band("login", "stop", "lock", t(link.signedOut === "login_ended" ? "judge.login_ended" : "judge.login_over"), t("judge.login_over_text")));
  else if (link.full) list.push(band("full", "stop", "warn", t("judge.full"), t("judge.full_text")));
  else if (link.foreign) list.push(band("portal", "stop", "warn", t("judge.portal"), t("judge.portal_text") + (said ? t("judge.waits", said) : "")));
  else if (link.apart && (view !== "taken" || said)) list.push(band("apart", "wait", "hourglass", t("judge.apart"), said ? t("judge.apart_text", said) : t("judge.apart_text_none")));
  if (link.memory === "page") list.push(band("memory", "wait", "warn", t("judge.memory_page"), t("judge.memory_page_text")));
  if (record && record.state === "refused" && (view === "marking" || view === "review")) {
    list.push(band("refused", "stop", "refuse", t("judge.refused"), spoken(record.error) + t("judge.refused_text")));
  }
  if (ballot && ballot.state === "returned" && (view === "marking" || view === "review")) {
    list.push(band("returned", "wait", "back", t("judge.returned"), reasonOf(ballot)));
  }
  if (session && session.again) list.push(band("again", "act", "back", t("judge.again", { position: stage.position, circle: stage.circle }), ""));
  else if (session && session.asked) list.push(band("asked", "act", "back", t("judge.asked", { count: session.asked }), ""));
  scene.changes.slice(0, 1).forEach((change) => list.push(band("change", "wait", "warn",
    t("judge.change_waits", { time: formatTime(change.until) }), "", act(t("judge.change_look"), acts.openChange, "open-change"))));
  if (draft && draft.wished && view === "receipt") list.push(band("wished", "wait", "warn", t("judge.wished"), t("judge.wished_text")));
  if (stage && !onStage) list.push(band("stage", "act", "right", t("judge.on_stage", { position: stage.position, circle: stage.circle }), "", act(t("judge.to_stage"), acts.toStage, "to-stage")));
  scene.left.slice(0, 2).forEach((draft) => list.push(band("left-" + draft.entry, "act", "pen",
    t("judge.left", { position: draft.position || "", circle: draft.circle, done: marked(draft.marks), of: draft.marks.length }), "",
    act(t("judge.open_left"), () => acts.openLeft(draft.entry), "open-left"), act(t("judge.hide_left"), () => acts.hideLeft(draft.entry), "hide-left"))));
  if (scene.elsewhere) list.push(band("elsewhere", "act", "right", t("judge.elsewhere", { name: scene.elsewhere.name }), "", act(t("judge.switch"), () => acts.switchSession(scene.elsewhere.session), "switch")));
  return list;
}

function reasonOf(ballot) {
  const reason = typeof ballot.reason === "object" ? spoken(ballot.reason) : ballot.reason;
  return reason ? t("judge.returned_text", { reason }) : t("judge.returned_plain");
}

export function updateBands(scene, link, acts) {
  const list = bandsOf(scene, link, acts);
  once("bands", list.map((one) => [one.name, one.strong, one.text]), () => {
    replace(byId("bands"), list.map((one) => el("div", { class: "band band-" + one.look, attrs: { "data-band": one.name } },
      icon(one.sign), el("p", { class: "band-text" }, el("b", { text: one.strong }), one.text ? el("span", { text: " " + one.text }) : null),
      one.acts.map((way) => el("button", { class: "button button-small", attrs: { type: "button", "data-act": way.hook }, on: { click: way.run } }, way.label)))));
  });
}

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
  const chief = session && session.panel && session.entry && view !== "taken";
  show(foot.parts, view === "connecting" || view === "elsewhere" ? [] : chief ? ["earlier", "seats"] : ["earlier"]);
  setText(foot.parts.earlier.label, t("judge.earlier_count", { count: scene.earlier.length }));
  const next = session && session.next;
  setText(foot.coming, next && ["waiting", "taken", "elsewhere"].indexOf(view) < 0 ? t("judge.coming", { position: next.position, circle: next.circle }) : "");
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
