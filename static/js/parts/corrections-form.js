// What is to be corrected: the entry, the field, what it says now and what it should say; then who moves; then the question.
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { ask, refusalPlace, showRefusal } from "./desk-command.js";
import { createBallotFields } from "./corrections-ballot.js";
import { movesView } from "./moves-view.js";

const API = "/api/v1/desk/changes/";
const SLOW = { seconds: 60 };
const TEXTS = ["document", "title", "circle", "unit", "recommender", "leader", "members"];
const FIELDS = ["document", "overtime", "ballot", "title", "circle", "unit", "kind", "session", "recommendation", "leader", "members", "recommender", "attendance", "withdraw", "reopen"];
const OF_PUBLISHED = ["ballot", "withdraw", "reopen"];

function labelled(key, control, hint) {
  return el("label", { class: "field" }, el("span", { text: t("corrections." + key) }), control, hint ? el("small", { class: "muted", text: hint }) : null);
}

function select(name, options, chosen) {
  return el("select", { attrs: { name } }, options.map((one) => el("option", { text: one.text, attrs: { value: one.value, selected: one.value === chosen } })));
}

function entryText(entry) {
  return entry.id + " " + entry.circle;
}

// Options of a field that is chosen rather than typed.
function choicesOf(field, known) {
  const plain = (value) => ({ value, text: value || t("corrections.nothing") });
  return { kind: () => known.kinds.map(plain), recommendation: () => known.recommendations.map(plain),
    session: () => known.sessions.map((one) => ({ value: one.id, text: one.name })),
    attendance: () => ["onsite", "remote"].map((value) => ({ value, text: t("common." + value) })) }[field];
}

function shownValue(field, value, known) {
  const choices = choicesOf(field, known);
  const found = choices && choices().find((one) => one.value === value);
  return (found ? found.text : value) || t("corrections.nothing");
}

// known: what the server says can be corrected; asked(answer) after it was taken; start: {entry, field} from the address.
export function createForm(node, known, asked, start) {
  const list = el("datalist", { attrs: { id: "entries" } }, known.entries.map((one) => el("option", { attrs: { value: entryText(one) } })));
  const given = known.entries.find((one) => one.id === start.entry);
  const entryBox = el("input", { attrs: { name: "entry", list: "entries", autocomplete: "off", maxlength: 120, value: given ? entryText(given) : "", placeholder: t("corrections.entry_hint") } });
  const fieldBox = el("select", { attrs: { name: "field" } });
  const value = el("div", { class: "correct-value" });
  const reason = el("input", { attrs: { name: "reason", autocomplete: "off", maxlength: 200, type: "text" } });
  const shown = el("div", { class: "correct-moves", attrs: { "aria-live": "polite" } });
  const place = refusalPlace("correct");
  const acts = el("div", { class: "correct-acts" });
  const form = el("form", { class: "correct-form", attrs: { novalidate: true, id: "correct-form" } }, list,
    el("div", { class: "correct-fields" }, labelled("entry", entryBox), labelled("field", fieldBox)), value,
    labelled("reason", reason, t("corrections.reason_hint")), place, acts, shown);
  const state = { moves: null, drawn: "", ballot: null };

  function entry() {
    const typed = entryBox.value.trim();
    const id = typed.split(" ")[0].toUpperCase();
    return known.entries.find((one) => entryText(one) === typed || one.id.toUpperCase() === id || one.circle === typed) || null;
  }

  function drawFields() {
    const one = entry();
    const names = FIELDS.filter((name) => OF_PUBLISHED.indexOf(name) < 0 || (one && one.phase === "published"));
    const chosen = names.indexOf(fieldBox.value) >= 0 ? fieldBox.value : names.indexOf(start.field) >= 0 ? start.field : "document";
    replace(fieldBox, names.map((name) => el("option", { text: t("corrections.field_" + name), attrs: { value: name, selected: name === chosen } })));
  }

  function control(field, one) {
    const choices = choicesOf(field, known);
    if (choices) return select("value", choices(), one.values[field]);
    const number = field === "document" || field === "overtime";
    return el("input", { attrs: { name: "value", autocomplete: "off", maxlength: 400, inputmode: number ? "decimal" : null, value: TEXTS.indexOf(field) > 0 ? one.values[field] : "" } });
  }

  function drawValue() {
    const one = entry();
    const field = fieldBox.value;
    const sign = (one ? one.id + one.phase : "") + "|" + field;
    if (sign === state.drawn) return;
    state.drawn = sign;
    state.ballot = null;
    if (!one) replace(value, el("p", { class: "muted", text: t("corrections.choose") }));
    else if (field === "ballot") state.ballot = createBallotFields(replace(value), one.id, known.step, place);
    else if (field === "withdraw" || field === "reopen") replace(value, el("p", { text: t("corrections.does_" + field, { entry: entryText(one) }) }));
    else replace(value, el("div", { class: "correct-fields" }, el("div", { class: "present-value" }, el("span", { text: t("corrections.now") }),
      el("strong", { text: shownValue(field, one.values[field], known), attrs: { id: "value-now" } })), labelled("new", control(field, one), field === "members" ? t("corrections.members_hint") : null)));
  }

  function drawActs() {
    replace(acts, el("button", { class: "button" + (state.moves ? "" : " button-solid"), text: t(state.moves ? "decisions.preview_again" : "decisions.preview"), attrs: { type: "submit", "data-command": "preview" } }),
      state.moves ? el("button", { class: "button button-solid", text: t(state.moves.two ? "corrections.ask_two" : "corrections.ask_one"), on: { click: send }, attrs: { type: "button", "data-command": "ask" } }) : null);
  }

  function forget() {
    if (!state.moves) return;
    state.moves = null;
    replace(shown);
    drawActs();
  }

  // The change that the fields ask for, or [words, control] of what is missing.
  function read() {
    const one = entry();
    if (!one) return { lacks: [t("corrections.no_entry"), entryBox] };
    if (!reason.value.trim()) return { lacks: [t("desk.fill_in", { field: t("corrections.reason") }), reason] };
    const field = fieldBox.value;
    if (field === "withdraw" || field === "reopen") return { kind: field, entry: one.id };
    if (field === "ballot") return state.ballot.read();
    const typed = form.elements.value.value.trim();
    if (field !== "overtime") return { kind: "entry", entry: one.id, field, value: typed };
    if (!/^\d+$/.test(typed)) return { lacks: [t("corrections.whole_seconds"), form.elements.value] };
    return { kind: "overtime", entry: one.id, seconds: Number(typed) };
  }

  function wanted() {
    const change = read();
    if (!change.lacks) return change;
    showRefusal(place, change.lacks[0]);
    if (change.lacks[1]) change.lacks[1].focus();
    return null;
  }

  async function preview() {
    const change = wanted();
    if (!change) return;
    const body = await ask("POST", API + "preview", change, place, SLOW);
    if (!body) return;
    state.moves = body.moves;
    replace(shown, movesView(body.moves));
    drawActs();
    acts.querySelector('[data-command="ask"]').focus({ preventScroll: true });
    shown.scrollIntoView({ block: "nearest" });
  }

  // Somebody else's act came between: what it comes to now stands under the sentence that says so.
  async function lookAgain(change) {
    const body = await ask("POST", API + "preview", change, null, SLOW);
    if (!body || !state.moves || body.moves.fingerprint === state.moves.fingerprint) return;
    state.moves = body.moves;
    replace(shown, movesView(body.moves));
    drawActs();
  }

  async function send() {
    const change = wanted();
    if (!change || !state.moves) return;
    const button = acts.querySelector('[data-command="ask"]');
    button.disabled = true;
    const answer = await ask("POST", API + "ask", Object.assign({}, change, { reason: reason.value.trim(), expected: state.moves.fingerprint }), place, SLOW);
    button.disabled = false;
    if (!answer) {
      await lookAgain(change);
      return;
    }
    state.drawn = "";
    reason.value = "";
    forget();
    asked(answer);
  }

  entryBox.addEventListener("input", () => { drawFields(); drawValue(); });
  fieldBox.addEventListener("change", drawValue);
  form.addEventListener("input", forget);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    preview();
  });
  drawFields();
  drawValue();
  drawActs();
  replace(node, form);
  return { renew(fresh) {
    Object.assign(known, fresh);
    if (!state.moves && !form.contains(document.activeElement)) state.drawn = "";
    drawFields();
    drawValue();
  } };
}
