// The audience's phone: one public picture, four views of it, no login.
import { el, byId, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { createStore } from "../lib/store.js";
import { connect } from "../lib/socket.js";
import { everySecond, now } from "../lib/clock.js";
import { request } from "../lib/api.js";
import { paintStage } from "../parts/audience-stage.js";
import { correctionsView, historyView, nowView, revealCard, standingView } from "../parts/audience-views.js";
import { moveRows } from "../parts/audience-motion.js";
import { repaint } from "../parts/audience-repaint.js";
import { tabIcon } from "../parts/audience-icons.js";
import { resultWords } from "../parts/audience-words.js";
import { correctionWords, freshOnes } from "../parts/corrected-words.js";
import { keptText, keepText } from "../parts/audience-memory.js";

const TABS = ["now", "standings", "favourites", "history"];
const QUIET = 15000; // ms without contact before the age turns red
const store = createStore();
const chosen = { hall: keptText("hall"), tab: "now", opened: null };
const favourites = new Set((keptText("favourites") || "").split(" ").filter(Boolean));
let tick = () => {};
let lastView = null;

function halls() {
  return (store.part("contest") || { sessions: [] }).sessions;
}

function hall() {
  const all = halls();
  const held = all.find((one) => one.id === chosen.hall);
  return held || all.find((one) => (store.part("stage/" + one.id) || {}).entry) || all[0] || null;
}

function standings() {
  const contest = store.part("contest");
  return (contest ? contest.pools : []).map((pool) => store.part("standings/" + pool.id)).filter(Boolean);
}

function pools() {
  return (store.part("contest") || { pools: [] }).pools;
}

function made() {
  return store.part("corrections") || [];
}

// A reveal with the rank that holds now, not the one of its own moment.
function asOfNow(reveal) {
  if (!reveal || !reveal.result) return reveal;
  const standing = standings().find((one) => one.rows.some((row) => row.entry === reveal.entry.id));
  if (!standing) return reveal;
  const row = standing.rows.find((one) => one.entry === reveal.entry.id);
  const result = Object.assign({}, reveal.result, { rank: row.rank, shown: row.shown, provisional: standing.provisional });
  return Object.assign({}, reveal, { result });
}

function onStar(entry) {
  if (!favourites.delete(entry)) favourites.add(entry);
  keepText("favourites", Array.from(favourites).join(" "));
  paint();
}

async function onOpen(entry) {
  const answer = await request("GET", "/api/v1/public/entries/" + encodeURIComponent(entry)).catch(() => null);
  chosen.opened = answer && answer.status === 200 ? answer.body : null;
  paintView();
}

function view() {
  const here = hall();
  if (chosen.tab === "now") {
    return [nowView(here && asOfNow(store.part("reveal/" + here.id))), standings().map((one) => standingView(one, favourites, onStar)),
      correctionsView(made(), pools())];
  }
  if (chosen.tab === "standings") return [standings().map((one) => standingView(one, favourites, onStar)), correctionsView(made(), pools())];
  if (chosen.tab === "favourites") {
    const held = standings().map((one) => standingView(one, favourites, onStar, (row) => favourites.has(row.entry)));
    return held.some(Boolean) ? held : el("p", { class: "card muted", text: t("audience.no_favourites") });
  }
  const back = el("button", { class: "button", text: t("common.back"), on: { click: () => { chosen.opened = null; paintView(); } }, attrs: { type: "button" } });
  const title = el("h2", { text: t("audience.tab.history") });
  return chosen.opened ? [back, title, revealCard(asOfNow(chosen.opened))] : [title, historyView(standings(), onOpen), correctionsView(made(), pools())];
}

// Rows travel where a standing changed under the reader's eyes, not where another view was opened.
function paintView() {
  const here = hall();
  const place = [chosen.tab, here && here.id, chosen.opened && chosen.opened.entry.id].join(" ");
  const subject = [place, here && store.part("reveal/" + here.id), standings(), made(), Array.from(favourites), chosen.opened];
  const change = () => repaint(byId("view"), subject, view);
  if (place === lastView) moveRows(byId("view"), change);
  else change();
  lastView = place;
  setText(byId("spoken"), resultWords(here && asOfNow(store.part("reveal/" + here.id))));
  const fresh = freshOnes(made(), pools().map((pool) => pool.id), now());
  setText(byId("spoken-corrected"), fresh.length ? t("corrected.notice", { lines: correctionWords(fresh[0]) }) : "");
}

function paintHalls() {
  const here = hall();
  const all = halls();
  repaint(byId("halls"), [all, here && here.id], () => (all.length > 1 ? all.map((one) => el("button", {
    class: "hall", text: one.name,
    on: { click: () => { chosen.hall = one.id; keepText("hall", one.id); paint(); } },
    attrs: { type: "button", "aria-pressed": String(here.id === one.id), "data-hall": one.id, "data-key": one.id },
  })) : null));
}

function paintTabs() {
  const words = (name) => (name === "favourites" && favourites.size ? t("audience.tab.favourites_n", { count: favourites.size }) : t("audience.tab." + name));
  repaint(byId("tabs"), [chosen.tab, favourites.size], () => TABS.map((name) => el("button", {
    class: "tab",
    on: { click: () => { chosen.tab = name; chosen.opened = null; paint(); window.scrollTo(0, 0); } },
    attrs: { type: "button", "aria-current": chosen.tab === name ? "page" : null, "data-tab": name, "data-key": name },
  }, tabIcon(name), el("span", { text: words(name) }))));
}

function paint() {
  const here = hall();
  paintHalls();
  const stage = here && store.part("stage/" + here.id);
  repaint(byId("stage"), stage, () => {
    const painted = paintStage(stage);
    tick = painted.tick;
    return painted.nodes;
  });
  tick(now());
  paintTabs();
  paintView();
}

function paintAge(status) {
  const node = byId("age");
  const away = status.state === "stale" && status.last ? performance.now() - status.last : 0;
  node.hidden = away < 3000;
  node.dataset.form = away > QUIET ? "stop" : "wait";
  if (!node.hidden) setText(node, t("audience.age", { seconds: Math.floor(away / 1000) }));
}

store.on("", paint);
const link = connect({ namespace: "/public", pollPath: "/api/v1/public/picture", store });
link.onStatus(paintAge);
everySecond((at) => {
  tick(at);
  paintAge(link.status());
});
