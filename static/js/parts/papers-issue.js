// Certificates: what may be given out, what stands in the way, and the form that prints them.
import { byId, el, replace, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { refusalPlace, showRefusal } from "./desk-command.js";
import { said } from "./desk-view.js";
import { printPlace } from "./papers-job.js";
import { choice, group } from "./papers-options.js";
import { offsets, openOverprint, overprintFields } from "./papers-overprint.js";

const KINDS = ["award", "member", "judge", "participation"];
let register = { rows: [], due: {} };

function poolNode(pool) {
  const ready = el("span", { class: "chip chip-ok" }, icon("tick"), el("span", { text: t("papers.pool_ready") }));
  const waits = el("span", { class: "chip chip-wait" }, icon("hourglass"), el("span", { text: t("papers.pool_waits") }));
  const counts = t("papers.pool_counts", { awarded: pool.awarded, unawarded: pool.unawarded });
  return el("li", { attrs: { "data-pool": pool.id, "data-ready": pool.ready ? "true" : "false" } },
    el("p", { class: "pool-line" }, pool.ready ? ready : waits, el("strong", { text: pool.title }), pool.ready ? el("span", { class: "muted", text: counts }) : null),
    pool.ready ? null : el("ul", { class: "blockers" }, (pool.blockers || []).map((one) => el("li", { text: said(one) }))));
}

// What stands in the way of a certificate, in words; then each pool.
export function drawStanding(found) {
  const problems = found.problems.length ? el("div", { class: "found found-stop", attrs: { role: "region", tabindex: 0, "aria-label": t("papers.problems") } },
    el("p", {}, icon("refuse"), el("strong", { text: t("papers.problems") })), el("ul", { class: "blockers" }, found.problems.map((one) => el("li", { text: said(one) }))),
    el("p", {}, el("a", { text: t("papers.to_setup"), attrs: { href: "/desk/setup" } }))) : null;
  replace(byId("standing"), problems, el("ul", { class: "pools" }, found.pools.map(poolNode)));
}

// The certificates of a kind that count, in the order of the ceremony, and how many are still to be given a number.
function ofKind(kind) {
  const rows = register.rows.filter((row) => row.kind === kind && row.state === "valid");
  return { rows, due: register.due[kind] || 0, printed: rows.filter((row) => row.prints.length).length };
}

function chosen(form, name) {
  return form.querySelector('[name="' + name + '"]:checked').value;
}

function kindOf(form) {
  return chosen(form, "kind");
}

// How many sheets the button would print, and how many of them again.
function ahead(form) {
  const here = ofKind(kindOf(form));
  const all = here.rows.length + here.due;
  const which = chosen(form, "which");
  if (which === "fresh") return { sheets: all - here.printed, again: 0, all };
  if (which === "all") return { sheets: all, again: here.printed, all };
  const [first, last] = ["first", "last"].map((name) => Number(form.elements[name].value) || null);
  // A number given now may stand anywhere in the order of the ceremony: then any of them may be among those printed.
  const rows = here.due ? here.rows : here.rows.slice((first || 1) - 1, last || all);
  return { sheets: Math.max(0, Math.min(last || all, all) - (first || 1) + 1), again: rows.filter((row) => row.prints.length).length, all };
}

// What the button would print, said before it is pressed.
function drawAhead(form) {
  const found = ahead(form);
  const again = found.again ? t("papers.ahead_again", { again: found.again }) : "";
  setText(byId("ahead"), found.sheets ? t("papers.ahead", { sheets: found.sheets }) + again : t(found.all ? "papers.ahead_fresh_none" : "papers.ahead_none"));
  byId("range").hidden = chosen(form, "which") !== "range";
  byId("reason").hidden = !found.again;
  KINDS.forEach((name) => {
    const due = ofKind(name).due;
    const chip = form.querySelector('[data-due="' + name + '"]');
    setText(chip, due ? t("papers.due", { due }) : t("papers.due_none"));
    chip.classList.toggle("is-due", due > 0);
  });
}

function position(form, name, place) {
  const text = form.elements[name].value.trim();
  if (!text) return { value: null };
  if (/^[1-9]\d{0,5}$/.test(text)) return { value: Number(text) };
  return wrong(form, name, place, "papers.position_wrong");
}

function wrong(form, name, place, key) {
  showRefusal(place, t(key));
  form.elements[name].focus();
  return null;
}

// The fields of a body that say which certificates; null after saying what is wrong.
function range(form, place) {
  if (chosen(form, "which") !== "range") return { unprinted: chosen(form, "which") === "fresh" };
  const first = position(form, "first", place);
  const last = first && position(form, "last", place);
  if (!last) return null;
  if (first.value !== null && last.value !== null && last.value < first.value) return wrong(form, "last", place, "papers.range_wrong");
  const found = {};
  if (first.value !== null) found.first = first.value;
  if (last.value !== null) found.last = last.value;
  return found;
}

function bodyOf(form, place) {
  showRefusal(place, "");
  const found = range(form, place);
  if (!found) return null;
  const reason = form.elements.reason.value.trim();
  if (ahead(form).again && !reason) return wrong(form, "reason", place, "papers.reason_missing");
  const body = Object.assign({ paper: "certificates", kind: kindOf(form), bundle: chosen(form, "bundle") === "yes", reason }, found);
  if (form.elements.overprint.checked) {
    body.overprint = offsets(form, place);
    if (!body.overprint) return null;
  }
  return body;
}

function kindChoice(name, index) {
  const node = choice("radio", "kind", name, t("papers.kind_" + name), index === 0);
  node.querySelector("label").append(el("small", { class: "due", attrs: { "data-due": name } }));
  return node;
}

function positionField(name) {
  return el("label", { class: "field short" }, el("span", { text: t("papers." + name) }), el("input", { attrs: { name, inputmode: "numeric", autocomplete: "off", maxlength: 6, "aria-describedby": "range-hint" } }));
}

function which() {
  return group(t("papers.which"), choice("radio", "which", "fresh", t("papers.which_fresh"), true), choice("radio", "which", "all", t("papers.which_all"), false),
    choice("radio", "which", "range", t("papers.which_range"), false),
    el("div", { class: "overprint", attrs: { id: "range", hidden: true } }, positionField("first"), positionField("last"), el("p", { class: "muted hint", text: t("papers.range_hint"), attrs: { id: "range-hint" } })));
}

function reason() {
  return el("label", { class: "field reason", attrs: { id: "reason", hidden: true } }, el("span", { text: t("papers.reprint_reason") }),
    el("input", { attrs: { name: "reason", maxlength: 200, autocomplete: "off", "aria-describedby": "reason-hint" } }), el("small", { class: "muted", text: t("papers.reprint_hint"), attrs: { id: "reason-hint" } }));
}

function formNode(print, place, overprint) {
  return [
    group(t("papers.kind"), KINDS.map(kindChoice)),
    which(),
    group(t("papers.files"), choice("radio", "bundle", "yes", t("papers.bundle"), true), choice("radio", "bundle", "no", t("papers.single"), false)),
    el("fieldset", { class: "choices" }, el("legend", { text: t("papers.paper_sort") }), choice("checkbox", "overprint", "yes", t("papers.overprint"), false), overprint),
    el("div", { class: "issue-act" }, el("p", { attrs: { id: "ahead", role: "status" } }), reason(), place, print.node),
  ];
}

// Draw the form once; showRegister brings it what the register says.
export function drawIssue(reload) {
  const place = refusalPlace("certificates");
  const form = el("form", { class: "issue", attrs: { novalidate: true, "aria-labelledby": "certificates-title" } });
  const print = printPlace({ name: "certificates", title: t("papers.certificates"), payload: () => bodyOf(form, place), ended: reload, fetched: reload });
  replace(form, formNode(print, place, overprintFields(() => form, place)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    print.start();
  });
  form.addEventListener("input", (event) => {
    if (event.target.closest("#overprint") === null || event.target.name) print.reset();
    if (event.target.name === "overprint") openOverprint(event.target.checked);
    drawAhead(form);
  });
  replace(byId("issue"), form);
}

export function showRegister(found) {
  register = found;
  drawAhead(byId("issue").querySelector("form"));
}
