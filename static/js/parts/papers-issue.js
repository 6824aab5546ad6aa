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

function kindOf(form) {
  return form.querySelector('[name="kind"]:checked').value;
}

// What the button would print, said before it is pressed.
function drawAhead(form) {
  const kind = kindOf(form);
  const here = ofKind(kind);
  const all = here.rows.length + here.due;
  setText(byId("ahead"), all ? t("papers.ahead", { all, due: here.due, printed: here.printed }) : t("papers.ahead_none"));
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
  showRefusal(place, t("papers.position_wrong"));
  form.elements[name].focus();
  return null;
}

function range(form, place) {
  const first = position(form, "first", place);
  const last = first && position(form, "last", place);
  if (!last) return null;
  if (first.value !== null && last.value !== null && last.value < first.value) {
    showRefusal(place, t("papers.range_wrong"));
    form.elements.last.focus();
    return null;
  }
  return { first: first.value, last: last.value };
}

function bodyOf(form, place) {
  showRefusal(place, "");
  const found = range(form, place);
  if (!found) return null;
  const body = { paper: "certificates", kind: kindOf(form), bundle: form.querySelector('[name="bundle"]:checked').value === "yes", reason: form.elements.reason.value.trim() };
  if (found.first !== null) body.first = found.first;
  if (found.last !== null) body.last = found.last;
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

function formNode(print, place, overprint) {
  return [
    group(t("papers.kind"), KINDS.map(kindChoice)),
    group(t("papers.files"), choice("radio", "bundle", "yes", t("papers.bundle"), true), choice("radio", "bundle", "no", t("papers.single"), false)),
    el("fieldset", { class: "choices" }, el("legend", { text: t("papers.range") }), positionField("first"), positionField("last"), el("p", { class: "muted hint", text: t("papers.range_hint"), attrs: { id: "range-hint" } })),
    el("fieldset", { class: "choices" }, el("legend", { text: t("papers.paper_sort") }), choice("checkbox", "overprint", "yes", t("papers.overprint"), false), overprint),
    el("label", { class: "field reason" }, el("span", { text: t("papers.reprint_reason") }), el("input", { attrs: { name: "reason", maxlength: 200, autocomplete: "off", "aria-describedby": "reason-hint" } }),
      el("small", { class: "muted", text: t("papers.reprint_hint"), attrs: { id: "reason-hint" } })),
    place, el("div", { class: "issue-act" }, el("p", { attrs: { id: "ahead" } }), print.node),
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
