// Decisions: each pool on its way to final, and what waits for a second person.
import { byId, el, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { blockersNode, finalNode, stateChip } from "../parts/decisions-final.js";
import { openDecision } from "../parts/decisions-ask.js";
import { chosenNode, incompleteNode, rulingsNode } from "../parts/decisions-rulings.js";
import { tieNode } from "../parts/decisions-tie.js";
import { waitingNode } from "../parts/decisions-waiting.js";
import { momentWords } from "../parts/decisions-words.js";
import { ask } from "../parts/desk-command.js";
import { createLists, SLOW } from "../parts/desk-lists.js";
import { button, paint } from "../parts/desk-view.js";
import { printPlace } from "../parts/papers-job.js";

const held = (byId("work").dataset.may || "").split(" ");
const may = (permission) => held.indexOf(permission) >= 0;
const shown = { asked: null, waiting: [], papers: false };

function note(words, look) {
  const node = byId("note");
  node.className = "band chip-" + look;
  setText(node, words);
  node.hidden = false;
}

// After a question was taken: said, and the place where it goes on is brought to sight.
function asked(answer) {
  shown.asked = answer.waits ? answer.id : null;
  note(answer.words, answer.waits ? "wait" : "ok");
  lists.load().then(() => { if (answer.waits) byId("waiting").scrollIntoView({ block: "nearest" }); });
}

function answered(body, act) {
  asked({ words: t("decisions.answered." + act), waits: false });
}

function orderWords(one) {
  return one.order.map((entry, index) => (index + 1) + ". " + entry.entry + " " + entry.circle).join("  ");
}

function liftDecision(one, pool) {
  openDecision({ kind: "lift-decision", title: t("decisions.title.lift-decision"), text: t("decisions.text.lift-decision", { order: orderWords(one) }), chiefs: null,
    change: () => ({ kind: "lift-decision", decision: one.id }), confirm: t("decisions.ask.lift-decision"), asked, pool });
}

function decisionRow(one, pool) {
  return el("li", { attrs: { "data-decision": one.id, "data-ended": one.ended_at ? "true" : null } }, el("span", { class: "said-what" }, el("strong", { text: orderWords(one) }), momentWords(one)),
    !one.ended_at && may("decide-tie") ? button({ label: t("decisions.lift"), command: "lift-decision", about: String(one.id), focus: "lift-decision-" + one.id, on: () => liftDecision(one, pool) }) : null);
}

function printNode(pool) {
  if (!shown.papers) return null;
  const title = t("decisions.print_of", { pool: pool.title });
  return el("div", { class: "decision-acts" }, printPlace({ name: "decisions", title, label: t("decisions.print"), about: title, plain: true, payload: () => ({ paper: "decisions", pool: pool.id }) }).node,
    el("span", { class: "muted", text: t("decisions.print_note") }));
}

function decisionsNode(pool) {
  if (!pool.decisions.length && !pool.rulings.length) return null;
  return el("section", { class: "decision", attrs: { "data-decisions": true } }, el("h3", { text: t("decisions.decided") }),
    pool.decisions.length ? el("ul", { class: "said-list" }, pool.decisions.map((one) => decisionRow(one, pool))) : null, printNode(pool));
}

function drawPool(node, pool) {
  paint(node, [pool, shown.papers], () => [
    el("div", { class: "pool-head" }, el("h2", { text: pool.title }), stateChip(pool), el("span", { class: "muted", text: t("decisions.places", pool.places) })),
    blockersNode(pool),
    el("div", { class: "pool-part", attrs: { id: "ties-" + pool.index, tabindex: -1 } }, pool.ties.map((tie) => tieNode(tie, pool, may, asked))),
    el("div", { class: "pool-part", attrs: { id: "incomplete-" + pool.index, tabindex: -1 } }, pool.incomplete.map((one) => incompleteNode(one, pool, may, asked))),
    decisionsNode(pool), chosenNode(pool, may, asked), rulingsNode(pool, may, asked), finalNode(pool, may, asked),
  ]);
}

function drawPools(pools) {
  const place = byId("pools");
  pools.forEach((pool, index) => {
    const known = place.querySelector('[data-pool="' + CSS.escape(pool.id) + '"]') || place.appendChild(el("section", { class: "decisions-pool", attrs: { "data-pool": pool.id, "aria-label": pool.title } }));
    drawPool(known, Object.assign({ index }, pool));
  });
  place.querySelectorAll(".decisions-pool").forEach((node) => { if (!pools.some((pool) => pool.id === node.dataset.pool)) node.remove(); });
  byId("nothing").hidden = pools.length > 0;
}

// What became of the question that this page asked.
function tellAnswer(done) {
  const mine = shown.asked && done.find((change) => change.id === shown.asked);
  if (!mine) return;
  shown.asked = null;
  note(t("decisions.became." + mine.state, { by: mine.answered_by, why: mine.answered_why }), mine.state === "done" ? "ok" : "stop");
}

function drawWaiting(changes) {
  shown.waiting = changes;
  byId("waiting").hidden = !changes.length;
  paint(byId("waiting-list"), changes, () => changes.map((change) => waitingNode(change, may, answered)));
}

async function fetchAll() {
  const found = await ask("GET", "/api/v1/desk/decisions", null, byId("refusal"), SLOW);
  const changes = may("see-changes") ? await ask("GET", "/api/v1/desk/changes", null, byId("refusal"), SLOW) : null;
  if (found) drawPools(found.pools);
  if (!changes) return;
  drawWaiting(changes.waiting);
  tellAnswer(changes.done);
}

const lists = createLists(fetchAll, () => shown.waiting);

async function begin() {
  const papers = await ask("GET", "/api/v1/desk/papers", null, byId("refusal"), SLOW);
  shown.papers = Boolean(papers && papers.papers.some((paper) => paper.name === "decisions"));
  await lists.begin();
}

begin();
