// The views behind the tabs: now, standings, favourites, history.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { formatTime } from "../lib/clock.js";
import { decidedWords, placeWords, rankWords } from "./audience-words.js";
import { changeWords, correctedChip, folded, wasWords } from "./corrected-words.js";

function seatTotal(seat) {
  const words = seat.state === "counted" ? seat.total || t("audience.counted") : t("audience.seat." + seat.state);
  const dropped = seat.dropped ? t("audience.dropped." + seat.dropped) : null;
  return el("li", { class: seat.dropped ? "total dropped" : "total", attrs: { "data-seat": seat.seat } },
    el("span", { class: "total-seat", text: seat.name || t("common.seat", { seat: seat.seat }) }),
    seat.dropped ? el("s", { text: words }) : el("b", { text: words }),
    dropped ? el("span", { class: "total-why", text: dropped }) : null);
}

function arithmetic(reveal) {
  const a = reveal.arithmetic;
  if (!a) return null;
  const pair = (name, value) => el("div", {}, el("dt", { text: name }), el("dd", { text: value || "–" }));
  return el("dl", { class: "sums" },
    pair(t("audience.mean", { used: a.used }), a.mean),
    pair(t("audience.deduction"), a.deduction),
    pair(t("audience.presentation", { share: a.presentation_share }), a.presentation),
    pair(t("audience.document", { share: a.document_share }), a.document));
}

function criteria(reveal) {
  if (!reveal.criteria) return null;
  return el("dl", { class: "sums" }, reveal.criteria.map((one) => el("div", {}, el("dt", { text: one.name }), el("dd", { text: one.trimmed }))));
}

// One entry as far as it has been revealed.
export function revealCard(reveal) {
  const result = reveal.result;
  return el("article", { class: "card reveal", attrs: { "data-entry": reveal.entry.id, "data-step": reveal.step } },
    el("div", { class: "reveal-head" },
      el("div", {}, el("h3", { text: reveal.entry.circle }), el("p", { class: "rank-words", text: rankWords(result), attrs: { "data-rank": true } })),
      result && result.shown ? el("p", { class: "final", text: result.shown, attrs: { "data-final": true } }) : null),
    el("p", { class: "muted", text: reveal.entry.title }),
    reveal.corrected ? el("p", {}, correctedChip(reveal.was)) : null,
    el("ul", { class: "totals" }, reveal.seats.map(seatTotal)),
    criteria(reveal),
    arithmetic(reveal));
}

export function nowView(reveal) {
  if (!reveal) return [el("h2", { text: t("audience.just_revealed") }), el("p", { class: "card muted", text: t("audience.nothing_yet") })];
  return [el("h2", {}, t("audience.just_revealed") + " ", el("span", { class: "muted", text: placeWords(reveal.entry) })), revealCard(reveal)];
}

function star(row, favourites, onStar) {
  const held = favourites.has(row.entry);
  return el("button", { class: "star", text: held ? "★" : "☆", on: { click: () => onStar(row.entry) },
    attrs: { type: "button", "aria-pressed": String(held), "aria-label": t("audience.favourite", { circle: row.circle }), "data-key": "star " + row.entry } });
}

function standingRow(row, standing, favourites, onStar) {
  const remark = [decidedWords(row, standing.tie_names), row.award || ""].filter(Boolean).join(" ");
  return el("li", { class: row.newest ? "row newest" : "row", attrs: { "data-row": row.entry } },
    el("b", { class: "row-rank", text: row.rank }),
    el("div", { class: "row-names" }, el("b", { text: row.circle }), el("span", { class: "muted", text: row.unit }),
      remark ? el("span", { class: "row-remark", text: remark }) : null,
      row.corrected ? correctedChip(wasWords(row.corrected)) : null),
    el("b", { class: "row-score", text: row.shown }),
    star(row, favourites, onStar));
}

// One pool's standing; only(row) leaves rows out.
export function standingView(standing, favourites, onStar, only) {
  const rows = standing.rows.filter((row) => !only || only(row));
  if (only && !rows.length) return null;
  return el("section", { attrs: { "data-pool": standing.pool } },
    el("h2", {}, standing.title + " ", el("span", { class: "muted", text: t("audience.revealed_of", { revealed: standing.revealed, of: standing.of }) })),
    standing.provisional && rows.length ? el("p", { class: "muted", text: t("audience.provisional") }) : null,
    rows.length
      ? el("ol", { class: "card rows" }, rows.map((row) => standingRow(row, standing, favourites, onStar)))
      : el("p", { class: "card muted", text: t("audience.nothing_yet") }));
}

// What was corrected, newest first; null while there is nothing.
export function correctionsView(made, pools) {
  const items = folded(made);
  if (!items.length) return null;
  const titleOf = (one) => (pools.find((pool) => pool.id === one.pool) || { title: "" }).title;
  return el("section", { class: "corrections", attrs: { "data-corrections": true } }, el("h2", { text: t("corrected.title") }),
    el("ol", { class: "card rows" }, items.map(({ one }) => (one ? el("li", { class: "row", attrs: { "data-corrected": one.entry } },
      el("time", { class: "muted", text: formatTime(one.at) }),
      el("div", { class: "row-names" }, el("b", { text: one.entry + " " + one.circle }),
        el("span", { class: "muted", text: titleOf(one) }), el("span", { text: changeWords(one) })))
      : el("li", { class: "row moved", text: t("corrected.moved") })))));
}

// Everything revealed, each opening into its steps.
export function historyView(standings, onOpen) {
  const rows = standings.reduce((all, standing) => all.concat(standing.rows), []).sort((a, b) => (a.entry < b.entry ? -1 : 1));
  if (!rows.length) return el("p", { class: "card muted", text: t("audience.nothing_yet") });
  return el("ul", { class: "card rows" }, rows.map((row) => el("li", { class: "row" },
    el("button", { class: "open-entry", on: { click: () => onOpen(row.entry) }, attrs: { type: "button", "data-open": row.entry, "data-key": "open " + row.entry } },
      el("span", { class: "row-names" }, el("b", { text: row.circle }), el("span", { class: "muted", text: row.title })), el("b", { class: "row-score", text: row.shown })))));
}
