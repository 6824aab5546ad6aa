// What is decided of single entries: too few ballots, a place given up, disqualified, and each taken back.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { openDecision } from "./decisions-ask.js";
import { button, said } from "./desk-view.js";
import { momentWords } from "./decisions-words.js";

const OUTCOMES = ["present_again", "document_only", "out_of_competition"];

function named(one) {
  return { entry: one.entry, circle: one.circle };
}

function askOutcome(one, outcome, pool, asked) {
  openDecision({ kind: "resolve-incomplete", title: t("decisions.outcome_title." + outcome, named(one)), text: t("decisions.outcome_text." + outcome, named(one)),
    chiefs: pool.chiefs, change: () => ({ kind: "resolve-incomplete", entry: one.entry, outcome }), confirm: t("decisions.ask." + outcome, named(one)), asked });
}

function outcomeRow(one, outcome, pool, asked) {
  const impossible = outcome === "document_only" && !one.document;
  return el("li", {}, button({ label: t("decisions.outcome." + outcome), command: outcome, about: one.entry, focus: outcome + "-" + one.entry, disabled: impossible,
    on: () => askOutcome(one, outcome, pool, asked) }), el("span", { class: "muted", text: t(impossible ? "decisions.no_document" : "decisions.outcome_text." + outcome, named(one)) }));
}

export function incompleteNode(one, pool, may, asked) {
  return el("section", { class: "decision decision-open", attrs: { "data-incomplete": one.entry } },
    el("h3", { text: t("decisions.incomplete_title", named(one)) }), el("p", { text: t("decisions.incomplete_text", { valid: one.valid, least: one.least }) }),
    may("correct") ? el("ul", { class: "outcomes" }, OUTCOMES.map((outcome) => outcomeRow(one, outcome, pool, asked))) : null);
}

function askSimple(kind, one, asked, extra) {
  openDecision(Object.assign({ kind, title: t("decisions.title." + kind, named(one)), text: t("decisions.text." + kind, named(one)), chiefs: null,
    change: () => Object.assign({ kind, entry: one.entry }, extra), confirm: t("decisions.ask." + kind, named(one)), asked }));
}

function chosenRow(one, may, asked) {
  return el("tr", { attrs: { "data-entry": one.entry, "data-selection": one.selection } }, el("td", { class: "figure", text: one.rank }),
    el("th", { attrs: { scope: "row" } }, el("span", { text: one.entry + " " + one.circle }), el("small", { class: "muted", text: one.unit })),
    el("td", { class: "figure", text: one.shown }),
    el("td", {}, el("span", { class: "chip " + (one.selection === "candidate" ? "chip-ok" : "chip-act"), text: said(one) })),
    may("correct") ? el("td", { class: "row-act" }, button({ label: t("decisions.decline"), command: "decline", about: one.entry, focus: "decline-" + one.entry,
      on: () => askSimple("decline", one, asked) })) : null);
}

function whyNobody(pool) {
  if (pool.provisional) return "decisions.chosen_later";
  return pool.ties.length ? "decisions.chosen_tied" : "decisions.chosen_none";
}

// Candidates and reserves, each with the way to give up the place.
export function chosenNode(pool, may, asked) {
  const heading = el("h3", { text: t("decisions.chosen") });
  if (!pool.chosen.length) return el("section", { class: "decision" }, heading, el("p", { class: "muted", text: t(whyNobody(pool)) }));
  const heads = ["rank", "entry", "shown", "selection"].map((name) => el("th", { class: name === "rank" || name === "shown" ? "figure" : "", text: t("decisions.col_" + name), attrs: { scope: "col" } }));
  return el("section", { class: "decision", attrs: { "data-chosen": true } }, heading, el("p", { class: "muted", text: t("decisions.chosen_note") }),
    el("div", { class: "change-scroll pool-scroll", attrs: { tabindex: 0, role: "region", "aria-label": t("decisions.chosen") } }, el("table", { class: "changes chosen" },
      el("thead", {}, el("tr", {}, heads, may("correct") ? el("th", { text: t("decisions.col_act"), attrs: { scope: "col" } }) : null)), el("tbody", {}, pool.chosen.map((one) => chosenRow(one, may, asked))))));
}

function outRow(one, may, asked) {
  return el("li", { attrs: { "data-entry": one.entry, "data-out": one.phase } }, el("span", { class: "chip chip-off", text: said(one) }),
    el("span", { class: "said-what" }, el("strong", { text: one.entry + " " + one.circle }), one.reason ? el("span", { text: t("decisions.because", { reason: one.reason }) }) : null),
    may("disqualify") ? button({ label: t("decisions.reinstate"), command: "reinstate", about: one.entry, focus: "reinstate-" + one.entry, on: () => askSimple("reinstate", one, asked) }) : null);
}

function rulingRow(one, may, asked) {
  const lift = !one.ended_at && may("correct") ? button({ label: t("decisions.lift"), command: "lift-ruling", about: one.entry, focus: "lift-" + one.id,
    on: () => askSimple("lift-ruling", one, asked, { ruling: one.kind }) }) : null;
  return el("li", { attrs: { "data-ruling": one.kind, "data-entry": one.entry, "data-ended": one.ended_at ? "true" : null } }, el("span", { class: "chip " + (one.ended_at ? "chip-off" : "chip-act"), text: said(one) }),
    el("span", { class: "said-what" }, el("strong", { text: one.entry + " " + one.circle }), momentWords(one)), lift);
}

// Who is out and what was ruled, with the opposite of each.
export function rulingsNode(pool, may, asked) {
  const ruled = pool.rulings.filter((one) => one.kind !== "disqualified" || one.ended_at);
  const rows = pool.out.map((one) => outRow(one, may, asked)).concat(ruled.map((one) => rulingRow(one, may, asked)));
  return el("section", { class: "decision", attrs: { "data-rulings": true } }, el("h3", { text: t("decisions.rulings") }),
    rows.length ? el("ul", { class: "said-list" }, rows) : el("p", { class: "muted", text: t("decisions.rulings_none") }),
    el("div", { class: "decision-acts" }, may("disqualify") ? outButton("disqualify", pool, asked) : null, may("correct") ? outButton("withdraw", pool, asked) : null));
}

function outButton(kind, pool, asked) {
  return button({ label: t("decisions." + kind), command: kind, focus: kind + "-" + pool.index, on: () => askOut(kind, pool, asked) });
}

// Disqualify any entry; an entry withdraws here once its score is fixed, before that at the desk.
function askOut(kind, pool, asked) {
  const known = pool.entries.filter((one) => (kind === "withdraw" ? one.phase === "published" : one.phase !== "disqualified"));
  const chooser = el("select", { attrs: { name: "entry" } }, el("option", { text: t("decisions.choose"), attrs: { value: "" } }),
    known.map((one) => el("option", { text: one.entry + "  " + one.circle + "  " + one.unit, attrs: { value: one.entry } })));
  openDecision({ kind, title: t("decisions." + kind + "_title", { pool: pool.title }), text: t("decisions." + kind + "_text"),
    chiefs: kind === "disqualify" ? pool.chiefs : null, chiefsOptional: true,
    body: [el("label", { class: "field" }, el("span", { text: t("decisions.col_entry") }), chooser)], lacks: () => (chooser.value ? null : [t("decisions.choose"), chooser]),
    change: () => ({ kind, entry: chooser.value }), confirm: t("decisions.ask." + kind), asked });
}
