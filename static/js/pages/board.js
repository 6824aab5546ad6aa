// A hall's board: it shows the last picture the server gave, whatever the network does.
import { byId, el, replace, setText } from "../lib/dom.js";
import { everySecond, now } from "../lib/clock.js";
import { connect } from "../lib/socket.js";
import { createStore } from "../lib/store.js";
import { t } from "../lib/i18n.js";
import { drawNotice } from "../parts/board-notice.js";
import { keepAwake } from "../parts/board-awake.js";
import { ceremonyScene, honoured } from "../parts/board-ceremony.js";
import { fitAll, measure } from "../parts/board-fit.js";
import { idleScene } from "../parts/board-idle.js";
import { revealScene } from "../parts/board-reveal.js";
import { positionNodes, resultWords } from "../parts/board-say.js";
import { stageScene, tickTimer } from "../parts/board-stage.js";
import { chosenPage, places, standingsScene, travel } from "../parts/board-standings.js";

const SILENT = 45000; // ms without any sign on an open link: longer than the server's own ping
const RED = 15; // s
const root = byId("board");
const id = root.dataset.session;
const store = createStore();
const link = connect({ namespace: "/public", pollPath: "/api/v1/public/picture", store });
const opened = performance.now();
let last = null;
let soon = false;

// The parts this board needs; null before the first snapshot and while there is no such hall.
function picture() {
  const contest = store.part("contest");
  const stage = store.part("stage/" + id);
  if (!contest || !stage) return null;
  const session = contest.sessions.find((one) => one.id === id) || { id, name: id, place: "" };
  const standings = contest.pools.map((pool) => store.part("standings/" + pool.id)).filter(Boolean);
  return { contest, session, stage, standings, reveal: store.part("reveal/" + id) };
}

// What to show: the desk's scene where its material is there, else the nearest that has it.
function sceneOf(whole) {
  const { scene, entry } = whole.stage;
  if (scene === "reveal" && !whole.reveal) return entry ? "stage" : "idle";
  if (scene === "stage" && !entry) return "idle";
  if (scene === "standings" && !whole.standings.length) return "idle";
  return ["stage", "reveal", "standings", "ceremony"].indexOf(scene) >= 0 ? scene : "idle";
}

// The smallest value that decides the scene's look: nothing is redrawn while it stays the same.
function viewOf(whole) {
  const scene = sceneOf(whole);
  const { contest, session, stage } = whole;
  const view = { scene, contest, session, stage };
  if (scene === "reveal") {
    view.reveal = whole.reveal;
    const own = whole.standings.find((one) => one.kind === whole.reveal.entry.kind);
    view.tieNames = own ? own.tie_names : {};
  }
  if (scene === "standings") view.page = chosenPage(stage, whole.standings, now());
  if (scene === "ceremony") view.honoured = honoured(stage, whole.standings);
  return view;
}

function sameSubject(view) {
  return last && last.scene === view.scene ? last : null;
}

function sceneNode(view) {
  const before = sameSubject(view);
  if (view.scene === "stage") return stageScene(view, before);
  if (view.scene === "reveal") return revealScene(view, last && last.scene !== "reveal" ? { reveal: null } : before);
  if (view.scene === "standings") return standingsScene(view.page);
  if (view.scene === "ceremony") return ceremonyScene(view.honoured, Boolean(last) && rowOf(last) !== rowOf(view));
  return idleScene(view);
}

function rowOf(view) {
  return view.scene === "ceremony" ? (view.honoured ? view.honoured.row.entry : "") : null;
}

function facts(view) {
  const rule = () => el("i", { class: "rule", attrs: { "aria-hidden": "true" } });
  if (view.scene === "stage") return [el("span", { class: "give", text: view.session.name }), " ", positionNodes(view.stage.entry)];
  if (view.scene === "reveal") return [el("span", { text: t("board.reveal") }), " ", positionNodes(view.reveal.entry)];
  if (view.scene === "ceremony") {
    const title = view.honoured ? view.honoured.standing.title : view.session.name;
    return [el("span", { text: t("board.ceremony") }), rule(), el("b", { class: "give", text: title })];
  }
  if (view.scene === "standings") return standingFacts(view.page, rule);
  return [];
}

function standingFacts(shown, rule) {
  const { standing, page, pages } = shown;
  const state = standing.provisional
    ? [t("board.provisional") + " ", el("b", { text: t("board.revealed_of", { revealed: standing.revealed }) }), " " + t("board.of", { of: standing.of })]
    : [el("b", { text: t("board.final_list") })];
  return [el("span", { class: "give", text: standing.title }), rule(), state,
    pages > 1 ? [rule(), el("span", { text: t("board.pages", { page, pages }) })] : null];
}

function draw() {
  soon = false;
  const whole = picture();
  if (!whole) return;
  const view = viewOf(whole);
  if (last && JSON.stringify(last) === JSON.stringify(view)) return;
  const scene = byId("scene");
  const stood = view.scene === "standings" && samePage(view) ? places(scene) : {};
  setText(byId("head-contest"), view.contest.name);
  replace(byId("head-facts"), facts(view));
  replace(scene, sceneNode(view));
  root.dataset.scene = view.scene;
  root.dataset.step = view.scene === "reveal" ? view.reveal.step : "";
  root.dataset.ready = "true";
  setText(byId("spoken"), view.scene === "reveal" ? resultWords(view.reveal) : "");
  fitAll(scene);
  travel(scene, stood);
  last = view;
}

function samePage(view) {
  const old = sameSubject(view);
  return Boolean(old) && old.page.page === view.page.page && old.page.standing.pool === view.page.standing.pool;
}

function tell() {
  const whole = picture();
  if (whole) drawNotice(byId("notice"), store.part("corrections") || [], whole, now());
}

// Not requestAnimationFrame: a covered window must be right when it is uncovered.
function drawSoon() {
  if (soon) return;
  soon = true;
  setTimeout(draw, 0);
}

function drawContact() {
  const status = link.status();
  const seconds = Math.floor((performance.now() - (status.last || opened)) / 1000);
  const apart = status.state === "stale" || seconds * 1000 > SILENT;
  const node = byId("contact");
  node.hidden = !apart || seconds < 2;
  node.dataset.level = seconds >= RED ? "red" : "calm";
  root.dataset.contact = apart ? "lost" : status.state;
  if (node.hidden) return;
  if (!last && seconds < RED) setText(node, t("board.connecting"));
  else setText(node, seconds < 120 ? t("board.apart", { seconds }) : t("board.apart_minutes", { minutes: Math.floor(seconds / 60) }));
}

function refit() {
  measure();
  fitAll(byId("scene"));
}

measure();
fitAll(byId("scene"));
keepAwake();
window.addEventListener("resize", refit);
if (document.fonts && document.fonts.ready) document.fonts.ready.then(() => fitAll(byId("scene")));
store.on("", drawSoon);
store.on("corrections", tell);
link.onStatus(drawContact);
setInterval(drawContact, 1000);
everySecond(() => {
  tell();
  if (last && last.scene === "standings") drawSoon();
  const box = document.querySelector(".timer");
  if (box && last && last.scene === "stage") tickTimer(box, last.stage);
});
