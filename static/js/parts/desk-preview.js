// The private preview: it exists only while V or its button is held, and is thrown away on release.
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { errorOf, request } from "../lib/api.js";
import { said } from "./desk-view.js";

let holding = 0;

function seatNode(seat) {
  const struck = seat.dropped ? " preview-struck" : "";
  const word = seat.state !== "counted" ? t("desk.seat." + seat.state) : seat.dropped ? t("desk.dropped_" + seat.dropped) : "";
  return el("li", { class: "preview-seat" + struck }, el("span", { class: "muted", text: t("common.seat", { seat: seat.seat }) }),
    el("strong", { text: seat.total || "–" }), el("span", { text: word }));
}

function term(label, value) {
  return value ? el("div", {}, el("dt", { text: label }), el("dd", { text: value })) : null;
}

function arithmetic(values) {
  return el("dl", { class: "preview-terms" }, term(t("desk.mean", { used: values.used }), values.mean),
    term(t("desk.deduction"), values.deduction), term(t("desk.presentation") + " " + (values.presentation_share || ""), values.presentation),
    term(t("desk.document") + " " + (values.document_share || ""), values.document));
}

function body(reveal) {
  const result = reveal.result || {};
  const none = reveal.result ? "desk.incomplete" : "desk.preview_unfixed";
  return [
    el("ol", { class: "preview-seats" }, (reveal.seats || []).map(seatNode)),
    reveal.criteria ? el("dl", { class: "preview-terms" }, reveal.criteria.map((row) => term(row.name, row.trimmed))) : null,
    reveal.arithmetic ? arithmetic(reveal.arithmetic) : null,
    el("p", { class: "preview-final" }, el("strong", { text: result.shown || result.final || t(none), attrs: { class: result.shown || result.final ? null : "preview-none" } }),
      result.rank ? el("span", { text: t(result.provisional ? "desk.rank_provisional" : "desk.rank", { rank: result.rank }) }) : null,
      result.decided_by ? el("span", { class: "muted", text: t("desk.key." + result.decided_by) }) : null),
  ];
}

// Show what the reveal of that entry will say, until hidePreview.
export async function showPreview(node, entry) {
  holding += 1;
  const mine = holding;
  replace(node, el("p", { class: "muted", text: t("desk.preview_loading") }));
  node.hidden = false;
  let answer = null;
  try {
    answer = await request("GET", "/api/v1/desk/entries/" + encodeURIComponent(entry.id) + "/preview");
  } catch (error) {
    answer = { status: 0, body: null };
  }
  if (mine !== holding) return;
  if (answer.status === 200) replace(node, el("h2", { text: t("desk.preview_of", { circle: entry.circle }) }), ...body(answer.body));
  else replace(node, el("p", { class: "refusal", text: said(errorOf(answer)) || t("desk.no_network") }));
}

export function hidePreview(node) {
  if (node.hidden) return;
  holding += 1;
  node.hidden = true;
  replace(node);
}
