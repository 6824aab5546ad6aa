// The desk: one session at a time, all of them in the line at the top.
import { byId } from "../lib/dom.js";
import { connect } from "../lib/socket.js";
import { createStore } from "../lib/store.js";
import { everySecond } from "../lib/clock.js";
import { drawBanner } from "../parts/desk-banner.js";
import { drawFoot, openHeld, pressMain, stepBack } from "../parts/desk-foot.js";
import { letGoOfPointer } from "../parts/desk-dialog.js";
import { listenToKeys } from "../parts/desk-keys.js";
import { openScenes, openSession } from "../parts/desk-menus.js";
import { askOvertime, askStart, drawNext, drawNothingYet, drawNow, mainAct, mayPostpone, runAct, tick } from "../parts/desk-now.js";
import { askAboutEntry, drawOrder, openEntry } from "../parts/desk-order.js";
import { openPages } from "../parts/desk-pages.js";
import { hidePreview, showPreview } from "../parts/desk-preview.js";
import { drawProblems, problemsOf } from "../parts/desk-problems.js";
import { can, heldOf, revealTarget } from "../parts/desk-say.js";
import { openSeat } from "../parts/desk-seat-menu.js";
import { drawSeats } from "../parts/desk-seats.js";
import { drawHalls, drawStored, tickHalls, tickTop } from "../parts/desk-top.js";

const store = createStore();
const link = connect({ namespace: "/desk", pollPath: "/api/v1/desk/picture", store });
let chosen = decodeURIComponent(location.hash.slice(1));
let drawing = false;

function sessions() {
  return store.names("session/").map((name) => store.part(name));
}

function session() {
  const all = sessions();
  return all.find((one) => one.id === chosen) || all[0] || null;
}

const contest = () => Object.assign({}, store.part("contest"), store.part("me"));
const seats = () => store.part("seats/" + session().id) || [];

function choose(id) {
  chosen = id;
  history.replaceState(null, "", "#" + encodeURIComponent(id));
  document.querySelectorAll(".order-list, .blockers").forEach((node) => { node.scrollTop = 0; });
  draw();
}

function openJudge(judge) {
  openSeat(judge, seats(), session(), contest());
}

function openProblem(problem) {
  if (problem.session && problem.session !== session().id) choose(problem.session);
  if (problem.seat) openSeat(problem.seat, seats(), session(), contest());
  else if (problem.entry) openEntry(problem.entry, session(), contest());
}

function draw() {
  drawing = false;
  const one = session();
  if (!one) {
    if (store.part("server")) drawNothingYet(byId("now"));
    return;
  }
  const problems = store.part("problems") || [];
  drawBanner(byId("not-saving"), problems);
  drawHalls(byId("halls"), sessions(), one.id, problems, choose);
  drawStored(store.part("server"), one, contest());
  drawNow(byId("now"), one, contest());
  drawNext(byId("next"), one, contest());
  drawProblems(byId("problems"), problems, one.id, openProblem, contest());
  drawSeats(byId("seats"), seats(), one, openJudge);
  drawOrder(byId("order"), one, (id) => openEntry(id, session(), contest()));
  drawFoot(byId("foot"), one, seats(), contest());
  byId("desk").dataset.ready = "true";
}

function drawSoon() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(draw);
}

// What V shows: the entry about to be revealed, else the one on stage.
function previewed() {
  const one = session();
  if (!one || !can(contest(), "preview")) return null;
  return revealTarget(one) || one.now || heldOf(one).map((row) => ({ id: row.entry, circle: row.circle }))[0] || null;
}

function hold() {
  const entry = previewed();
  if (entry) showPreview(byId("preview"), entry);
}

function act(command) {
  const entry = session() && session().now;
  const found = entry && (entry.acts || []).find((one) => one.command === command);
  if (found) runAct(found, document.querySelector('[data-refusal="now"]'));
}

function press(selector) {
  const node = document.querySelector(selector);
  if (node && !node.disabled) node.click();
}

const withSession = (fn) => () => {
  if (session()) fn(session());
};

listenToKeys({
  Space: withSession((one) => runAct(mainAct(one.now), document.querySelector('[data-refusal="now"]'))),
  N: () => press('#next [data-command="call"]'),
  D: withSession((one) => mayPostpone(one.now, contest()) && askAboutEntry("postpone", one.now)),
  O: () => act("reopen-entry"),
  L: withSession((one) => pressMain(one, contest())),
  ArrowLeft: withSession((one) => stepBack(one, contest())),
  T: withSession((one) => one.now && can(contest(), "set-overtime") && askOvertime(one.now)),
  S: withSession((one) => one.now && one.now.phase === "presenting" && can(contest(), "set-start") && askStart(one.now)),
  B: withSession((one) => openScenes(one, contest())),
  M: withSession((one) => openSession(one, contest())),
  H: withSession((one) => heldOf(one).length && openHeld(one)),
  1: () => press('#problems [data-focus="problem-0"]'),
  2: () => press('#problems [data-focus="problem-1"]'),
  3: () => press('#problems [data-focus="problem-2"]'),
}, { down: hold, up: () => hidePreview(byId("preview")) });

document.addEventListener("click", (event) => {
  if (event.detail > 0 && !byId("dialog").open) letGoOfPointer();
});
document.addEventListener("pointerdown", (event) => {
  if (event.target.closest("[data-hold=preview]")) hold();
});
["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => hidePreview(byId("preview"))));
byId("open-pages").addEventListener("click", () => openPages(contest()));
byId("open-scene").addEventListener("click", withSession((one) => openScenes(one, contest())));
byId("open-session-menu").addEventListener("click", withSession((one) => openSession(one, contest())));
store.on("", drawSoon);
link.onStatus((status) => tickTop(status, Boolean(session())));
everySecond(() => {
  tickTop(link.status(), Boolean(session()));
  if (!session()) return;
  tick(session().now);
  tickHalls(sessions());
  if (seats().some((seat) => seat.paired && !seat.online)) drawSeats(byId("seats"), seats(), session(), openJudge);
});
