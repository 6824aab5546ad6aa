// Ballots that were kept aside: what waits for a decision, what waits for a second person, what was decided.
import { byId, el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { decidedRow, openCard } from "../parts/asides-card.js";
import { waitingNode } from "../parts/decisions-waiting.js";
import { told } from "../parts/decisions-ask.js";
import { ask } from "../parts/desk-command.js";
import { createLists, SLOW } from "../parts/desk-lists.js";
import { paint } from "../parts/desk-view.js";

const KIND = "accept-aside";
const held = (byId("work").dataset.may || "").split(" ");
const may = (permission) => held.indexOf(permission) >= 0;
const shown = { waiting: [] };

function note(words) {
  replace(byId("note"), el("span", { text: words }));
  byId("note").hidden = false;
}

const on = {
  asked(answer) {
    note(told(answer).words);
    lists.load();
  },
  done() {
    note(t("asides.done"));
    lists.load();
  },
};

function answered(body, act) {
  note(t("decisions.answered." + act));
  lists.load();
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

async function fetchAll() {
  const place = byId("refusal");
  const [changes, asides] = await Promise.all([ask("GET", "/api/v1/desk/changes", null, place, SLOW), ask("GET", "/api/v1/desk/asides", null, place, SLOW)]);
  if (changes && asides) draw(changes, asides.asides);
}

const lists = createLists(fetchAll, () => shown.waiting);

lists.begin();
