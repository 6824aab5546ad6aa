// Ballots that were kept aside: what waits for a decision, what waits for a second person, what was decided.
import { byId, el, replace } from "../lib/dom.js";
import { everySecond, now } from "../lib/clock.js";
import { t } from "../lib/i18n.js";
import { connect } from "../lib/socket.js";
import { createStore } from "../lib/store.js";
import { decidedRow, openCard } from "../parts/asides-card.js";
import { tickWaiting, waitingNode } from "../parts/decisions-waiting.js";
import { told } from "../parts/decisions-ask.js";
import { ask } from "../parts/desk-command.js";
import { paint } from "../parts/desk-view.js";

const KIND = "accept-aside";
const SLOW = { seconds: 60 };
const SOON = 800; // ms that facts may gather before the lists are asked for again
const held = (byId("work").dataset.may || "").split(" ");
const may = (permission) => held.indexOf(permission) >= 0;
const shown = { waiting: [], timer: null, loading: false, again: false, seq: null };

function note(words) {
  replace(byId("note"), el("span", { text: words }));
  byId("note").hidden = false;
}

const on = {
  asked(answer) {
    note(told(answer).words);
    load();
  },
  done() {
    note(t("asides.done"));
    load();
  },
};

function answered(body, act) {
  note(t("decisions.answered." + act));
  load();
}

function draw(changes, asides) {
  shown.waiting = changes.waiting.filter((change) => change.kind === KIND);
  byId("waiting").hidden = !shown.waiting.length;
  paint(byId("waiting-list"), shown.waiting, () => shown.waiting.map((change) => waitingNode(change, may, answered)));
  const open = asides.filter((aside) => aside.answer === "open");
  const decided = asides.filter((aside) => aside.answer !== "open").reverse();
  byId("open-none").hidden = open.length > 0;
  byId("decided-none").hidden = decided.length > 0;
  paint(byId("open"), open, () => open.map((aside) => openCard(aside, may, on)));
  paint(byId("decided"), decided, () => decided.map((aside) => decidedRow(aside, may, on)));
}

async function load() {
  if (shown.loading) {
    shown.again = true;
    return;
  }
  shown.loading = true;
  const place = byId("refusal");
  const [changes, asides] = await Promise.all([ask("GET", "/api/v1/desk/changes", null, place, SLOW), ask("GET", "/api/v1/desk/asides", null, place, SLOW)]);
  if (changes && asides) draw(changes, asides.asides);
  shown.loading = false;
  document.body.dataset.ready = "true";
  if (!shown.again) return;
  shown.again = false;
  await load();
}

function loadSoon() {
  if (shown.timer) return;
  shown.timer = setTimeout(() => {
    shown.timer = null;
    load();
  }, SOON);
}

function onServer(store) {
  const seq = (store.part("server") || {}).seq;
  if (shown.seq !== null && seq !== shown.seq) loadSoon();
  shown.seq = seq === undefined ? shown.seq : seq;
}

load().then(() => {
  const store = createStore();
  store.on("", () => onServer(store));
  connect({ namespace: "/desk", pollPath: "/api/v1/desk/picture", store });
  everySecond(() => {
    tickWaiting(byId("waiting-list"), shown.waiting);
    if (shown.waiting.some((change) => change.until < now() - SOON)) loadSoon();
  });
});
