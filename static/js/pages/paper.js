// Paper ballots: the list of open places, one place being typed, the third look. The place stands behind the # as on the printed code.
import { byId, el, replace } from "../lib/dom.js";
import { request } from "../lib/api.js";
import { otherLanguage, spoken, t } from "../lib/i18n.js";
import { ask, showRefusal } from "../parts/desk-command.js";
import { buildCompare } from "../parts/paper-compare.js";
import { buildDrop, savedCard } from "../parts/paper-drop.js";
import { buildForm } from "../parts/paper-form.js";
import { headOf, listNodes, standNodes } from "../parts/paper-list.js";
import { createScans } from "../parts/paper-scans.js";

const BASE = "/api/v1/desk/paper";
const EVERY = 4000;
const SCANNED = { hash: location.hash, rubric: Number(new URLSearchParams(location.search).get("rubric")) || null };
const state = { key: null, form: null, shown: null, scans: null, stand: null, listed: null };

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

// {entry, judge} behind the #, null for the list.
function wanted() {
  const found = /^#([^/]+)\/([^/]+)$/.exec(location.hash);
  return found ? { entry: decoded(found[1]), judge: decoded(found[2]) } : null;
}

function pathOf(who) {
  return BASE + "/" + encodeURIComponent(who.entry) + "/" + encodeURIComponent(who.judge);
}

function ready() {
  document.body.dataset.ready = "true";
}

function show(name) {
  byId("list").hidden = name !== "list";
  byId("place").hidden = name !== "place";
}

function drawList(places) {
  const mark = JSON.stringify(places);
  if (state.listed === mark) return;
  state.listed = mark;
  const active = document.activeElement;
  const held = active && byId("list").contains(active) ? active.getAttribute("href") : null;
  replace(byId("list"), listNodes(places));
  const again = held && byId("list").querySelector('a[href="' + CSS.escape(held) + '"]');
  if (again) again.focus({ preventScroll: true });
}

async function openList() {
  state.key = null;
  state.form = null;
  show("list");
  const body = await ask("GET", BASE, null, byId("refusal"));
  if (body && !wanted()) drawList(body.places);
  ready();
}

function notice(sentence) {
  return el("p", { class: "band band-wait", attrs: { id: "why-not", role: "status" } }, sentence);
}

// The printed code names the version of the form; another one now may have other rows.
function formNotice(rubric) {
  const other = location.hash === SCANNED.hash && SCANNED.rubric && SCANNED.rubric !== rubric.version;
  return other ? el("p", { class: "band band-stop", attrs: { id: "other-form", role: "alert" } },
    t("paper.other_form", { printed: SCANNED.rubric, now: rubric.version })) : null;
}

function settled(body) {
  state.form = null;
  replace(byId("work-area"), savedCard(body));
  byId("saved").querySelector("h2").focus();
  refresh();
}

function typing(place, rubric, path) {
  const form = buildForm(rubric, place.waiting_for, async (payload, at) => {
    const body = await ask("POST", path + "/type", payload, at);
    if (body) settled(body);
  });
  return form;
}

async function thirdLook(path) {
  const given = await ask("GET", path + "/compare", null, byId("refusal"));
  if (!given) return null;
  return buildCompare(given, async (payload, at) => {
    const body = await ask("POST", path + "/settle", payload, at);
    if (body) settled(body);
  });
}

// What may be done now: type, compare, or nothing with the reason in words.
async function workOf(place, rubric, path) {
  if (place.refused) return { form: null, node: notice(spoken(place.refused)) };
  const form = place.waiting_for === "third" ? await thirdLook(path) : typing(place, rubric, path);
  return { form, node: form ? form.node : null };
}

function frame(place, path) {
  state.scans = createScans(path);
  state.stand = el("div", { class: "stand", attrs: { id: "stand", role: "status" } });
  replace(byId("place"), headOf(place),
    el("div", { class: "place-bar" }, el("a", { class: "button", text: t("paper.back"), attrs: { href: "#", id: "back" } }), state.stand),
    el("div", { class: "columns" }, el("div", { class: "work-column" }, el("div", { attrs: { id: "work-area" } }), el("div", { attrs: { id: "drop-area" } })),
      state.scans.node));
}

function drawStand(place, path) {
  const mark = JSON.stringify([place.counted, place.waiting_for, place.turns]);
  if (state.stand.dataset.mark !== mark) replace(state.stand, standNodes(place)); // a status that is written anew is read out anew
  state.stand.dataset.mark = mark;
  state.scans.draw(place.scans);
  const drop = byId("drop-area");
  const may = place.turns.length > 0;
  if (may && !drop.firstChild) {
    drop.append(buildDrop(path, () => {
      drop.textContent = "";
      openPlace();
    }));
  }
  if (!may) drop.textContent = "";
}

async function openPlace() {
  const who = wanted();
  const path = pathOf(who);
  const key = location.hash;
  state.key = key;
  showRefusal(byId("refusal"), "");
  const body = await ask("GET", path, null, byId("refusal"));
  if (!body) replace(byId("place"), el("a", { class: "button", text: t("paper.back"), attrs: { href: "#" } }));
  show("place");
  ready();
  if (!body || state.key !== key) return;
  frame(body.place, path);
  drawStand(body.place, path);
  const { form, node } = await workOf(body.place, body.rubric, path);
  if (state.key !== key) return;
  state.form = form;
  state.shown = situation(body.place);
  replace(byId("work-area"), formNotice(body.rubric), node);
  if (form) form.focus();
}

// What decides which view is right: when it changes and nothing was typed yet, the place is opened anew.
function situation(place) {
  return JSON.stringify([place.waiting_for, place.refused && place.refused.code]);
}

async function refreshPlace(who) {
  const answer = await request("GET", pathOf(who), null, { seconds: 6 });
  if (answer.status !== 200 || !answer.body || state.key !== location.hash || !state.stand) return;
  const { place } = answer.body;
  drawStand(place, pathOf(who));
  if (byId("saved") || situation(place) === state.shown) return;
  if (state.form && state.form.touched()) {
    state.shown = situation(place);
    if (place.refused) byId("work-area").prepend(notice(spoken(place.refused)));
  } else openPlace();
}

async function refresh() {
  if (document.hidden) return;
  const who = wanted();
  try {
    if (who) await refreshPlace(who);
    else {
      const answer = await request("GET", BASE, null, { seconds: 6 });
      if (answer.status === 200 && answer.body && !wanted()) drawList(answer.body.places);
    }
  } catch (error) {
    if (error.name !== "NetworkError") throw error;
  }
}

function route() {
  byId("other-language").setAttribute("href", otherLanguage());
  if (wanted()) openPlace();
  else openList();
}

byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("work").focus();
});
window.addEventListener("hashchange", route);
window.addEventListener("beforeunload", (event) => {
  if (state.form && state.form.touched()) event.preventDefault();
});
setInterval(refresh, EVERY);
route();
