// Header, status chip and bands: who marks what, where it is kept, what is in the way.
import { byId, el, replace, setText } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { spoken, t } from "../lib/i18n.js";
import { formatSeconds, formatTime } from "../lib/clock.js";
import { marked } from "./judge-marks.js";
import { chipOf, timeLeft } from "./judge-view.js";

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
    replace(node, icon(chip.icon), el("span", { text: t("judge.chip." + chip.state, { time, count: chip.count }) }));
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
  const { record, ballot, draft, view, stage, onStage } = scene;
  if (link.signedOut) list.push(band("login", "stop", "lock", t("judge.login_over"), t("judge.login_over_text")));
  else if (link.full) list.push(band("full", "stop", "warn", t("judge.full"), t("judge.full_text")));
  else if (link.apart) list.push(band("apart", "wait", "hourglass", t("judge.apart"), t(link.waiting ? "judge.apart_text" : "judge.apart_text_none", { count: link.waiting })));
  if (link.memory === "page") list.push(band("memory", "wait", "warn", t("judge.memory_page"), t("judge.memory_page_text")));
  if (record && record.state === "refused" && (view === "marking" || view === "review")) {
    list.push(band("refused", "stop", "refuse", t("judge.refused"), spoken(record.error) || t("judge.refused_text")));
  }
  if (ballot && ballot.state === "returned" && (view === "marking" || view === "review")) {
    list.push(band("returned", "wait", "back", t("judge.returned"), reasonOf(ballot)));
  }
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
