// The forms of the appeals register: what is missing is said beside the button, what was taken opens the appeal.
import { t } from "../lib/i18n.js";
import { ask, showRefusal } from "./desk-command.js";

const API = "/api/v1/desk/appeals";

function labelOf(control) {
  const label = control.closest("label");
  return label ? label.querySelector("span").textContent : control.name;
}

function problemOf(form) {
  const empty = Array.from(form.elements).find((control) => control.required && !control.value.trim());
  if (empty) return { control: empty, words: t("appeals.fill_in", { field: labelOf(empty) }) };
  const outcome = form.querySelector('[name="outcome"]');
  if (outcome && !form.querySelector('[name="outcome"]:checked')) {
    return { control: outcome, words: t("appeals.fill_in", { field: t("appeals.outcome") }) };
  }
  const sheet = form.elements.sheet;
  if (sheet && sheet.value.trim() && !/^\d+$/.test(sheet.value.trim())) return { control: sheet, words: t("appeals.whole_number") };
  return null;
}

function payloadOf(form) {
  const found = {};
  new FormData(form).forEach((value, name) => { found[name] = String(value).trim(); });
  ["sheet", "change"].forEach((name) => { if (!found[name]) delete found[name]; });
  if (found.sheet) found.sheet = Number(found.sheet);
  return found;
}

async function submit(form, number) {
  const place = form.querySelector(".refusal");
  const problem = problemOf(form);
  if (problem) {
    showRefusal(place, problem.words);
    problem.control.focus();
    return;
  }
  const act = form.dataset.act;
  const path = act === "register" ? API : API + "/" + number + "/" + act;
  const body = await ask("POST", path, payloadOf(form), place);
  if (body) window.location.assign("/desk/appeals?appeal=" + (body.appeal || number));
}

// Take over every form of the page; number is that of the opened appeal.
export function takeForms(number) {
  document.querySelectorAll(".appeal-form").forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form, number);
  }));
}
