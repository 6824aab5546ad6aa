// The page behind a card or link: the code comes in the fragment, which never reaches a server's log.
import { byId, el, replace } from "../lib/dom.js";
import { spoken, t } from "../lib/i18n.js";
import { NetworkError, errorOf, request } from "../lib/api.js";
import { accepted } from "../parts/judge-shell.js";

const code = { value: readCode() };

function readCode() {
  const text = window.location.hash.slice(1).trim();
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

function show(form, title, text, ...acts) {
  const place = byId("enter");
  place.dataset.form = form;
  replace(place, el("h1", { text: title }), text ? el("p", { text }) : null, el("div", { class: "enter-acts" }, acts));
}

function button(label, act, solid, hook) {
  return el("button", { class: solid ? "button button-solid" : "button", attrs: { type: "button", "data-act": hook }, on: { click: act } }, label);
}

function askForCode(title, text) {
  const field = el("input", { class: "text", attrs: { id: "code", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-label": t("enter.type"), placeholder: t("enter.type") } });
  const form = el("form", { class: "enter-form", on: { submit: (event) => {
    event.preventDefault();
    code.value = field.value.trim().replace(/^.*#/, "");
    if (code.value) enter(false);
  } } }, field, el("button", { class: "button button-solid", attrs: { type: "submit" } }, t("enter.go")));
  show("ask", title, text, form, passwordForm());
}

function labelled(id, words, more) {
  return [el("label", { text: t(words), attrs: { for: id } }), el("input", { class: "text", attrs: { id, required: "", ...more } })];
}

function passwordForm() {
  const said = el("p", { attrs: { id: "password-said", role: "alert" } });
  const go = el("button", { class: "button", attrs: { type: "submit" } }, t("enter.go"));
  const form = el("form", { class: "enter-form", attrs: { id: "password-form" }, on: { submit: async (event) => {
    event.preventDefault();
    go.disabled = true;
    said.textContent = await enterByPassword(byId("staff-name").value.trim(), byId("staff-password").value);
    go.disabled = false;
  } } },
  el("h2", { text: t("enter.staff") }),
  labelled("staff-name", "enter.staff_name", { autocomplete: "username", maxlength: "40" }),
  labelled("staff-password", "enter.staff_password", { type: "password", autocomplete: "current-password", maxlength: "128" }),
  said, go);
  return form;
}

async function enterByPassword(name, password) {
  try {
    const answer = await request("POST", "/api/v1/enter-by-password", { name, password });
    if (answer.status !== 200) return spoken(errorOf(answer)) || t("enter.no_network_text");
    window.location.replace("/desk");
    return "";
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return t("enter.no_network_text");
  }
}

function refused(answer) {
  const error = errorOf(answer);
  if (answer.status === 409 && error && error.code === "card_in_use") {
    show("in-use", t("enter.in_use"), t("enter.in_use_text"),
      button(t("enter.stay"), () => show("stayed", t("enter.stayed"), ""), false, "stay"),
      button(t("enter.take_over"), () => enter(true), true, "take-over"));
    return;
  }
  const words = spoken(error) || t("enter.ask");
  askForCode(t("enter.refused"), words === t("enter.ask") ? words : words + " " + t("enter.ask"));
}

async function enter(takeOver) {
  show("checking", t("enter.checking"), "");
  const body = takeOver ? { code: code.value, take_over: true } : { code: code.value };
  try {
    const answer = await request("POST", "/api/v1/enter", body);
    if (answer.status === 200 && answer.body && /^\/(?!\/)/.test(answer.body.goes_to)) {
      if (answer.body.goes_to === "/judge") await accepted();
      window.location.replace(answer.body.goes_to);
    } else refused(answer);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    show("apart", t("enter.no_network"), t("enter.no_network_text"), button(t("enter.again"), () => enter(takeOver), true, "again"));
  }
}

if (code.value) enter(false);
else askForCode(t("enter.title"), t("enter.no_code"));
