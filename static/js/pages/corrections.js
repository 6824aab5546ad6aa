// Corrections: what is asked for, what waits for a second person, what was done, what can be taken back.
import { byId, el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { createForm } from "../parts/corrections-form.js";
import { actRow, doneRow } from "../parts/corrections-lists.js";
import { waitingNode } from "../parts/decisions-waiting.js";
import { told } from "../parts/decisions-ask.js";
import { ask } from "../parts/desk-command.js";
import { createLists, SLOW } from "../parts/desk-lists.js";
import { paint, said } from "../parts/desk-view.js";

const held = (byId("work").dataset.may || "").split(" ");
const may = (permission) => held.indexOf(permission) >= 0;
const shown = { waiting: [], asked: null, form: null };

function note(words) {
  replace(byId("note"), el("span", { text: words }));
  byId("note").hidden = false;
}

// What was asked for here has been answered elsewhere: the note says so.
function follow(changes) {
  const answer = changes.done.find((change) => change.id === shown.asked);
  if (!answer) return;
  shown.asked = null;
  note(said(answer.words) + " – " + t("corrections.state_" + answer.state));
}

function asked(answer) {
  shown.asked = answer.state === "waiting" ? answer.id : null;
  note(answer.words || told(answer).words);
  lists.load().then(() => {
    const waits = answer.state === "waiting";
    (waits ? byId("waiting") : byId("note")).scrollIntoView({ block: "nearest" });
  });
}

function answered(body, act) {
  asked({ words: t("decisions.answered." + act) });
}

function drawChanges(changes) {
  shown.waiting = changes.waiting;
  follow(changes);
  byId("waiting").hidden = !changes.waiting.length;
  paint(byId("waiting-list"), changes.waiting, () => changes.waiting.map((change) => waitingNode(change, may, answered)));
  byId("done-none").hidden = changes.done.length > 0;
  paint(byId("done"), changes.done, () => changes.done.map(doneRow));
}

function drawForm(known) {
  if (shown.form) {
    shown.form.renew(known);
    return;
  }
  const wanted = new URLSearchParams(location.search);
  shown.form = createForm(byId("form"), known, asked, { entry: wanted.get("entry"), field: wanted.get("field") });
}

// What was overtaken by a later act stands folded below what can be taken back now.
function drawActs(acts) {
  const overtaken = acts.filter((act) => !act.now);
  paint(byId("acts"), acts, () => acts.filter((act) => act.now).map((act) => actRow(act, asked)).concat(overtaken.length
    ? el("li", {}, el("details", { class: "earlier" }, el("summary", { text: t("corrections.overtaken", { count: overtaken.length }), attrs: { "data-focus": "overtaken" } }),
      el("ul", { class: "said-list" }, overtaken.map((act) => actRow(act, asked))))) : []));
}

async function fetchAll() {
  const place = byId("refusal");
  const [changes, known, acts] = await Promise.all([ask("GET", "/api/v1/desk/changes", null, place, SLOW),
    may("correct") ? ask("GET", "/api/v1/desk/corrections", null, place, SLOW) : null, ask("GET", "/api/v1/desk/corrections/acts", null, place, SLOW)]);
  if (changes) drawChanges(changes);
  if (known) drawForm(known);
  if (acts) drawActs(acts.acts);
}

const lists = createLists(fetchAll, () => shown.waiting);

lists.begin();
