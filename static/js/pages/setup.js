// The set-up: seven sheets under edit, the workbook, and the people.
import { byId, el, replace, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { ask, send, showRefusal } from "../parts/desk-command.js";
import { openDecision } from "../parts/decisions-ask.js";
import { drawGrid, focusCell, listenToGrid } from "../parts/setup-grid.js";
import { drawPeople } from "../parts/setup-people.js";
import { drawPreview, hidePreview } from "../parts/setup-preview.js";
import { createSheets } from "../parts/setup-sheets.js";

const PEOPLE = "people";
const SLOW = { seconds: 60 };
const state = { name: "赛事", found: { problems: [], warnings: [] }, fingerprint: null, sheets: null };

function problemsHere() {
  const warned = state.found.warnings.map((one) => Object.assign({ warning: true }, one));
  return state.found.problems.concat(warned).filter((one) => one.sheet === state.name);
}

function view() {
  return { name: state.name, sheets: state.sheets, problems: problemsHere(), readonly: false };
}

function tab(name) {
  const count = state.found.problems.filter((one) => one.sheet === name).length;
  const chosen = name === state.name;
  return el("button", { on: { click: () => choose(name) }, attrs: { type: "button", role: "tab", "data-tab": name, "aria-controls": "sheet",
    "aria-selected": chosen ? "true" : "false", tabindex: chosen ? 0 : -1 } }, name === PEOPLE ? t("setup.people") : t("setup.sheet_" + name),
  count ? el("span", { class: "tab-count", text: count, attrs: { "aria-label": t("setup.problems", { count }) } }) : null);
}

function drawTabs() {
  replace(byId("tabs"), state.sheets.names().concat([PEOPLE]).map(tab));
}

function draw() {
  const node = byId("sheet");
  node.dataset.sheet = state.name;
  drawTabs();
  if (state.name === PEOPLE) drawPeople(replace(node));
  else drawGrid(node, view());
}

function choose(name) {
  state.name = name;
  history.replaceState(null, "", "#" + encodeURIComponent(name));
  draw();
  const chosen = document.querySelector('[role=tab][aria-selected="true"]');
  if (chosen) chosen.focus();
}

function go(problem) {
  if (state.sheets.names().indexOf(problem.sheet) < 0) return;
  state.name = problem.sheet;
  draw();
  focusCell(byId("sheet"), problem.cell);
}

function edited() {
  const isEdited = state.sheets.isEdited();
  setText(byId("edited"), isEdited ? t("setup.edited") : t("setup.as_stored"));
  byId("discard").disabled = !isEdited;
  // A check speaks of what was checked: after an edit it is asked again.
  hidePreview(byId("preview"));
}

async function load() {
  const setup = await ask("GET", "/api/v1/desk/setup", null, byId("refusal"), SLOW);
  if (!setup) return;
  state.fingerprint = setup.fingerprint;
  state.found = { problems: [], warnings: [] };
  byId("frozen").hidden = !setup.frozen;
  if (state.sheets) state.sheets.load(setup.sheets || {});
  else state.sheets = createSheets(setup.sheets || {}, edited);
  edited();
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted === PEOPLE || state.sheets.names().indexOf(wanted) >= 0) state.name = wanted;
  draw();
  document.body.dataset.ready = "true";
}

function close() {
  hidePreview(byId("preview"));
  byId("check").focus();
}

async function applied(body, sentence) {
  if (!body) return;
  hidePreview(byId("preview"));
  await load();
  setText(byId("edited"), sentence);
}

async function check() {
  const sheets = state.sheets.toSend();
  const found = await ask("POST", "/api/v1/desk/setup/check", { sheets }, byId("refusal"), SLOW);
  if (!found) return;
  state.found = { problems: found.problems || [], warnings: found.warnings || [] };
  draw();
  drawPreview(byId("preview"), found, { title: t("setup.checked_sheets"), go, close, apply: async () => {
    const body = await ask("POST", "/api/v1/desk/setup/apply", { sheets, expected: state.fingerprint }, byId("refusal"), SLOW);
    await applied(body, t("setup.applied"));
  }, correct: () => correct(sheets, state.fingerprint) });
}

// What may not simply be applied any more is asked for as a correction: who moves, why, a second person.
function correct(sheets, expected) {
  openDecision({ kind: "sheets", title: t("setup.as_correction"), text: t("setup.as_correction_text"), chiefs: null, confirm: t("setup.as_correction"),
    change: () => ({ kind: "sheets", sheets, expected_set_up: expected }), asked: (answer) => corrected(answer) });
}

async function corrected(answer) {
  if (answer.waits) {
    state.sheets.discard(); // they are on their way as a correction: nothing is left behind here
    location.assign("/desk/corrections");
    return;
  }
  await applied(answer, answer.words);
}

async function upload() {
  const input = byId("workbook");
  if (!input.files.length) return;
  const form = new FormData();
  form.append("file", input.files[0]);
  const title = t("setup.checked_workbook", { name: input.files[0].name });
  input.value = "";
  const found = await ask("POST", "/api/v1/desk/workbook/check", form, byId("refusal"), SLOW);
  if (!found) return;
  drawPreview(byId("preview"), found, { title, go: null, close, apply: async () => {
    await applied(await send("workbook/apply", { token: found.token }, byId("refusal")), t("setup.applied"));
  } });
}

function discard() {
  state.found = { problems: [], warnings: [] };
  state.sheets.discard();
  showRefusal(byId("refusal"), "");
  draw();
}

function turnTab(event) {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!by || !state.sheets) return;
  const names = state.sheets.names().concat([PEOPLE]);
  choose(names[(names.indexOf(state.name) + by + names.length) % names.length]);
}

listenToGrid(byId("sheet"), view, draw);
byId("check").addEventListener("click", check);
byId("discard").addEventListener("click", discard);
byId("workbook").addEventListener("change", upload);
byId("tabs").addEventListener("keydown", turnTab);
window.addEventListener("beforeunload", (event) => {
  if (state.sheets && state.sheets.isEdited()) event.preventDefault();
});
load();
