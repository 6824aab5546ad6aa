// Who moves by a change: the one picture of a preview, for whoever asks for it and whoever says the second yes.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { said } from "./desk-view.js";

const PLAIN = ["published"];

// One standing in words, piece by piece: [name, text]; empty pieces are left out.
function pieces(seen) {
  if (!seen) return [["none", t("changes.moves.nothing")]];
  const phase = PLAIN.indexOf(seen.phase) >= 0 ? "" : t("common.phase." + seen.phase);
  const waits = seen.waits && PLAIN.indexOf(seen.phase) < 0 ? t("changes.moves.waits", { count: seen.waits }) : "";
  const state = seen.state && seen.state !== "ranked" && seen.state !== seen.phase ? t("changes.state." + seen.state) : "";
  return [["phase", phase], ["waits", waits], ["state", state], ["score", seen.score || ""],
    ["rank", seen.rank ? t("changes.moves.rank", { rank: seen.rank }) : ""], ["award", seen.award || ""],
    ["selection", seen.selection ? t("changes.selection." + seen.selection) : ""]].filter((piece) => piece[1]);
}

function side(seen, other, hidden) {
  if (hidden) return el("span", { class: "muted", text: t("changes.moves.hidden") });
  const known = pieces(other).map((piece) => piece.join("="));
  const own = pieces(seen);
  if (!own.length) return el("span", { class: "muted", text: t("changes.moves.nothing") });
  return el("span", { class: "moves-side" }, own.map((piece) => el(known.indexOf(piece.join("=")) < 0 ? "strong" : "span",
    { class: "moves-piece", text: piece[1], attrs: { "data-piece": piece[0] } })));
}

function movedRow(one) {
  const text = one.text_changed ? el("small", { class: "muted", text: t("changes.moves.text") }) : null;
  return el("tr", { attrs: { "data-entry": one.entry } },
    el("th", { attrs: { scope: "row" } }, el("span", { text: one.entry + " " + one.circle }), el("small", { class: "muted", text: one.pool }), text),
    el("td", { class: "moves-before", attrs: { "data-label": t("changes.moves.before") } }, side(one.before, one.after, one.hidden)),
    el("td", { class: "moves-after", attrs: { "data-label": t("changes.moves.after") } }, side(one.after, one.before, one.hidden)));
}

function table(entries) {
  if (!entries.length) return el("p", { class: "moves-none", text: t("changes.moves.nobody") });
  return el("div", { class: "moves-scroll", attrs: { tabindex: 0, role: "region", "aria-label": t("changes.moves.title") } }, el("table", { class: "moves-table" },
    el("thead", {}, el("tr", {}, ["entry", "before", "after"].map((name) => el("th", { text: t("changes.moves." + name), attrs: { scope: "col" } })))),
    el("tbody", {}, entries.map(movedRow))));
}

function certificate(one) {
  const wrong = one.wrong.map(said).join("、");
  const words = one.wrong.length ? t("changes.moves.certificate_wrong", { number: one.number, circle: one.circle, wrong, prints: one.prints })
    : t("changes.moves.certificate_right", { number: one.number, circle: one.circle });
  return el("li", { text: words, attrs: { "data-certificate": one.number } });
}

function note(name, list) {
  if (!list.length) return null;
  return el("li", { text: t("changes.moves." + name, { pools: list.map((one) => one.title).join("、") }), attrs: { "data-moves": name } });
}

// The whole preview. moves: what the server says of a change (fingerprint, two, entries, certificates, finals, opened, settled).
export function movesView(moves) {
  const notes = ["finals", "opened", "settled"].map((name) => note(name, moves[name])).concat(moves.certificates.map(certificate)).filter(Boolean);
  return el("section", { class: "moves", attrs: { "data-moves-of": moves.fingerprint, "data-count": moves.entries.length } },
    el("h3", { text: t("changes.moves.title") + (moves.entries.length ? " · " + moves.entries.length : "") }), table(moves.entries),
    notes.length ? el("ul", { class: "moves-notes" }, notes) : null,
    el("p", { class: "moves-who " + (moves.two ? "chip-wait" : "chip-act"), attrs: { "data-two": moves.two ? "true" : "false" } },
      icon(moves.two ? "lock" : "tick"), el("span", { text: t(moves.two ? "changes.moves.two" : "changes.moves.one") })));
}
