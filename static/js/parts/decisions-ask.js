// Asking for a decision: what it says, who decided and why, then who moves, then the question itself. Never in one press.
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { formatTime } from "../lib/clock.js";
import { ask, refusalPlace, showRefusal } from "./desk-command.js";
import { closeDialog, openDialog } from "./desk-dialog.js";
import { movesView } from "./moves-view.js";

const API = "/api/v1/desk/changes/";
const SLOW = { seconds: 60 };
let serial = 0;

// A tick for every chief that may have decided; none is ticked before somebody ticks it.
function chiefChoices(given) {
  return el("fieldset", { class: "choices" }, el("legend", { text: t(given.chiefsOptional ? "decisions.who_decided_optional" : "decisions.who_decided") }), given.chiefs.map((chief) => {
    serial += 1;
    const id = "chief-" + serial;
    return el("span", { class: "choice" }, el("input", { attrs: { type: "checkbox", name: "judges", value: chief.id, id } }),
      el("label", { attrs: { for: id } }, el("span", { text: chief.name }),
        el("span", { class: "due", text: t("decisions.chief_of", { session: chief.session, role: t("common." + chief.role) }) })));
  }));
}

function reasonField() {
  return el("label", { class: "field" }, el("span", { text: t("desk.reason") }),
    el("input", { attrs: { name: "reason", autocomplete: "off", maxlength: 200, required: true, type: "text" } }),
    el("small", { class: "muted", text: t("decisions.reason_hint") }));
}

function written(form) {
  const filled = new FormData(form);
  return { judges: filled.getAll("judges").map(String), reason: String(filled.get("reason") || "").trim() };
}

// What is still missing, in words, with the control to go to; null where all is there.
function missing(given, form, entered) {
  const own = given.lacks && given.lacks();
  if (own) return own;
  if (given.chiefs && !given.chiefsOptional && !entered.judges.length) return [t("decisions.tick_chief"), form.querySelector('[name="judges"]')];
  if (!entered.reason) return [t("desk.fill_in", { field: t("desk.reason") }), form.querySelector('[name="reason"]')];
  return null;
}

function changeOf(given, entered) {
  const own = given.change();
  return given.chiefs ? Object.assign({}, own, { judges: entered.judges }) : own;
}

// Whether an answer waits for a second person, and what is said of it.
export function told(answer) {
  const waits = answer.state === "waiting";
  return { waits, words: waits ? t("decisions.asked_waiting", { time: formatTime(answer.until) }) : t("decisions.asked_done") };
}

// given: {kind, title, text, body: [nodes], chiefs or null, chiefsOptional, lacks() -> [words, control] or null, change() -> {kind, …fields}, confirm (words of the last button), asked(answer)}
export function openDecision(given) {
  const place = refusalPlace("decision");
  const shown = el("div", { class: "decision-moves", attrs: { "aria-live": "polite" } });
  const acts = el("div", { class: "dialog-acts" });
  const form = el("form", { class: "dialog-form", attrs: { method: "dialog", novalidate: true, "data-form": given.kind } },
    given.text ? el("p", { text: given.text }) : null, given.body || null, given.chiefs ? chiefChoices(given) : null, reasonField(), shown, place, acts);
  const seen = { moves: null };

  function drawActs() {
    replace(acts, el("button", { class: "button", text: t("common.cancel"), on: { click: closeDialog }, attrs: { type: "button" } }),
      el("button", { class: "button" + (seen.moves ? "" : " button-solid"), text: t(seen.moves ? "decisions.preview_again" : "decisions.preview"), attrs: { type: "submit", "data-command": "preview" } }),
      seen.moves ? el("button", { class: "button button-solid", text: given.confirm, on: { click: send }, attrs: { type: "button", "data-command": "ask" } }) : null);
  }

  function forget() {
    if (!seen.moves) return;
    seen.moves = null;
    replace(shown);
    drawActs();
  }

  function ready() {
    const entered = written(form);
    const lacks = missing(given, form, entered);
    if (!lacks) return entered;
    showRefusal(place, lacks[0]);
    if (lacks[1]) lacks[1].focus();
    return null;
  }

  async function preview() {
    const entered = ready();
    if (!entered) return;
    const body = await ask("POST", API + "preview", changeOf(given, entered), place, SLOW);
    if (!body) return;
    seen.moves = body.moves;
    replace(shown, movesView(body.moves));
    drawActs();
    acts.querySelector('[data-command="ask"]').focus();
    shown.scrollIntoView({ block: "nearest" });
  }

  // Somebody else's act came between: what it comes to now stands over the sentence that says so.
  async function lookAgain(entered) {
    const body = await ask("POST", API + "preview", changeOf(given, entered), null, SLOW);
    if (!body || !seen.moves || body.moves.fingerprint === seen.moves.fingerprint) return;
    seen.moves = body.moves;
    replace(shown, movesView(body.moves));
    drawActs();
  }

  async function send() {
    const entered = ready();
    if (!entered || !seen.moves) return;
    const button = acts.querySelector('[data-command="ask"]');
    button.disabled = true;
    const answer = await ask("POST", API + "ask", Object.assign(changeOf(given, entered), { reason: entered.reason, expected: seen.moves.fingerprint }), place, SLOW);
    button.disabled = false;
    if (!answer) {
      await lookAgain(entered);
      return;
    }
    closeDialog();
    given.asked(Object.assign({}, answer, told(answer)));
  }

  form.addEventListener("input", forget);
  form.addEventListener("decision-moved", forget);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    preview();
  });
  drawActs();
  openDialog(given.kind, given.title, form);
}
