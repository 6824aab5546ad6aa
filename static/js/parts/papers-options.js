// What narrows a document: a hall, a pool, an entry, a judge, the scores, the parts of an evening.
import { byId, el } from "../lib/dom.js";
import { lang, t } from "../lib/i18n.js";

const PARTS = ["cards", "plates", "order", "ballots", "checklists"];
export const choices = JSON.parse(byId("choices").textContent);
let serial = 0;

function select(name, options, chosen) {
  const all = [{ value: "", text: t("papers.all_" + name) }].concat(options);
  return el("label", { class: "field" }, el("span", { text: t("papers.option_" + name) }), el("select", { attrs: { name, "data-option": name } },
    all.map((one) => el("option", { text: one.text, attrs: { value: one.value, selected: one.value === chosen } }))));
}

// A box or a dot with its word, as large as a finger.
export function choice(type, name, value, text, checked) {
  serial += 1;
  const id = "choice-" + serial;
  return el("span", { class: "choice" }, el("input", { attrs: { type, name, value, id, checked: Boolean(checked) } }), el("label", { text, attrs: { for: id } }));
}

export function group(label, ...children) {
  return el("fieldset", { class: "choices" }, el("legend", { text: label }), ...children);
}

function parts() {
  return group(t("papers.option_parts"), PARTS.map((name) => choice("checkbox", "parts", name, t("papers.part_" + name), true)));
}

function scores() {
  serial += 1;
  const name = "scores-" + serial;
  const node = group(t("papers.option_scores"), choice("radio", name, "yes", t("papers.scores_yes"), true), choice("radio", name, "no", t("papers.scores_no"), false));
  node.dataset.option = "scores";
  return node;
}

function named(list) {
  return list.map((one) => ({ value: one.id, text: one.name }));
}

function entries(pools) {
  const seen = new Set();
  const found = [];
  pools.forEach((pool) => pool.rows.forEach((row) => {
    if (seen.has(row.entry)) return;
    seen.add(row.entry);
    found.push({ value: row.entry, text: row.entry + " " + row.circle + t("papers.between") + row.unit });
  }));
  return found.sort((one, other) => (one.value < other.value ? -1 : 1));
}

const FIELDS = {
  session: () => select("session", named(choices.sessions)),
  judge: () => select("judge", named(choices.judges)),
  pool: (pools) => select("pool", pools.map((pool) => ({ value: pool.id, text: pool.title + (pool.provisional ? t("papers.provisional_mark") : "") }))),
  entry: (pools) => select("entry", entries(pools)),
  scores,
  parts,
};

// The fields of a document's options, in the order given.
export function optionFields(options, pools) {
  return options.filter((name) => FIELDS[name]).map((name) => FIELDS[name](pools));
}

// What is chosen in a form, as the body of a print job; {problem} where nothing would be printed.
export function readOptions(form, options) {
  const found = {};
  options.forEach((name) => {
    if (name === "parts") found.parts = Array.from(form.querySelectorAll("[name=parts]:checked"), (box) => box.value);
    else if (name === "scores") found.scores = form.querySelector('[data-option="scores"] input:checked').value === "yes";
    else if (form.elements[name] && form.elements[name].value) found[name] = form.elements[name].value;
  });
  return found.parts && !found.parts.length ? { problem: t("papers.no_part") } : found;
}

// The words of a document in the page's language.
export function worded(paper) {
  return { title: paper[lang] || paper.zh, note: paper["note_" + lang] || paper.note_zh || "" };
}
