// The reveal in four steps: totals, struck totals, arithmetic, result.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { rankWords, tieWords } from "./board-say.js";
import { correctedChip } from "./corrected-words.js";

const WORDS = "56 48 44 40 36"; // u
const TOTALS = "104 96 88 80 72 64 56 48 44"; // u

// fresh(step) is true where this picture is the first to show that step of this entry.
export function revealScene(picture, before) {
  const { reveal } = picture;
  const old = before && before.reveal && before.reveal.entry.id === reveal.entry.id ? before.reveal.step : 0;
  const fresh = (step) => Boolean(before) && old < step && reveal.step >= step;
  return el("div", { class: "reveal", attrs: { "data-step": reveal.step } },
    el("div", { class: "reveal-head" },
      el("h1", { class: "reveal-circle", text: reveal.entry.circle }),
      el("p", { class: "reveal-title", text: reveal.entry.title }),
      reveal.corrected ? correctedChip(reveal.was) : null),
    reveal.criteria ? criteriaTiles(reveal) : seatTiles(reveal, fresh),
    arithmetic(reveal, fresh(3)),
    el("div", { class: "reveal-result", attrs: { "data-open": reveal.result ? "true" : "false" } },
      reveal.result ? result(reveal, picture.tieNames, fresh(4)) : null));
}

function many(count) {
  if (count > 11) return "most";
  if (count > 9) return "more";
  return count > 7 ? "many" : "few";
}

function seatTiles(reveal, fresh) {
  return el("ul", { class: "tiles", attrs: { "data-many": many(reveal.seats.length), "data-row-sizes": TOTALS } },
    reveal.seats.map((seat, index) => seatTile(seat, index, fresh)));
}

function seatTile(seat, index, fresh) {
  const state = seat.state === "counted" ? (seat.dropped ? "struck" : "counted") : seat.state;
  const classes = ["tile", fresh(1) ? "tile-fresh" : "", seat.dropped && fresh(2) ? "tile-striking" : ""];
  const node = el("li", { class: classes.filter(Boolean).join(" "), attrs: { "data-seat": seat.seat, "data-state": state, "data-dropped": seat.dropped || null } },
    el("p", { class: "tile-label" }, tileLabel(seat)), tileFigure(seat));
  node.style.setProperty("--place", String(index));
  return node;
}

function tileLabel(seat) {
  const name = el("span", { text: seat.name || t("board.seat", { seat: seat.seat }) });
  if (seat.dropped) return [name, el("b", { class: "tile-why", text: t("board.dropped." + seat.dropped) })];
  return seat.attendance === "remote" ? [name, el("span", { class: "tile-why", text: t("board.seat_remote") })] : [name];
}

function tileFigure(seat) {
  if (seat.state === "recused" || seat.state === "missing") return el("p", { class: "tile-word", text: t("board." + seat.state), attrs: { "data-sizes": WORDS } });
  if (seat.total === null || seat.total === undefined) return el("p", { class: "tile-word", text: t("board.counted"), attrs: { "data-sizes": WORDS } });
  return el("p", { class: "tile-total" }, el("span", { class: "tile-number" },
    el("span", { text: seat.total, attrs: { "data-total": true } }),
    seat.dropped ? el("i", { class: "strike", attrs: { "aria-hidden": "true" } }) : null));
}

function criteriaTiles(reveal) {
  return el("div", { class: "criteria" },
    el("ul", { class: "tiles tiles-criteria", attrs: { "data-many": many(reveal.criteria.length + 1), "data-row-sizes": TOTALS } },
      reveal.criteria.map((one) => el("li", { class: "tile", attrs: { "data-state": "counted", "data-criterion": one.name } },
        el("p", { class: "tile-label", text: one.name }), el("p", { class: "tile-total", text: one.trimmed })))),
    el("p", { class: "criteria-note", text: t("board.criterion_mean") }));
}

function term(label, share, value, role) {
  return el("div", { class: "term term-" + role, attrs: { "data-term": role } },
    el("p", { class: "term-label" }, label, share ? [" ", el("b", { text: t("board.share", { share }) })] : null),
    el("p", { class: "term-value", text: value }));
}

function arithmetic(reveal, fresh) {
  const sums = reveal.arithmetic;
  const row = el("div", { class: "sums" + (fresh ? " sums-fresh" : ""), attrs: { "data-open": sums ? "true" : "false" } });
  if (!sums) return row;
  const pending = t("board.pending");
  const none = !sums.deduction || Number(sums.deduction) === 0;
  const mean = reveal.criterion_mode ? t("board.mean_criteria") : t("board.mean", { used: sums.used });
  row.append(
    term(mean, null, sums.mean || pending, "mean"), sign("−"),
    term(t("board.deduction"), null, none ? t("board.none") : sums.deduction, "deduction"), sign("="),
    term(t("board.presentation"), sums.presentation_share, sums.presentation || pending, "presentation"),
    term(t("board.document"), sums.document_share, sums.document || pending, "document"));
  return row;
}

function sign(text) {
  return el("span", { class: "sum-sign", text });
}

function result(reveal, tieNames, fresh) {
  const found = reveal.result;
  const near = neighbours(found.neighbours || [], reveal.entry.id, found.incomplete);
  if (found.incomplete) {
    const out = found.out_of_competition;
    return [el("div", { class: "final" }, el("p", { class: "final-label", text: t("board.final") }),
      el("p", { class: "final-incomplete", text: t(out ? "board.out_of_competition" : "board.incomplete") }),
      el("p", { class: "final-note", text: t(out ? "board.out_of_competition_note" : "board.incomplete_note") })),
    el("div", { class: "near" }, near)];
  }
  const tie = tieWords(found.decided_by, tieNames);
  return [
    el("div", { class: "final" }, el("p", { class: "final-label", text: t("board.final") }),
      el("p", { class: "final-figure" + (fresh ? " hero" : ""), text: found.shown,
        attrs: { "data-final": found.shown, "data-sizes": "292 268 246 226 206 188 160 132" } })),
    el("div", { class: "near" + (fresh ? " near-fresh" : "") },
      el("h2", { class: "near-rank", attrs: { "data-rank": found.rank } }, rankWords(found.rank, found.provisional),
        tie ? el("span", { class: "near-tie", text: tie }) : null), near),
  ];
}

function neighbours(rows, mine, quiet) {
  return el("ol", { class: "near-rows" }, rows.map((row) => el("li", {
    class: "near-row" + (row.entry === mine && !quiet ? " near-mine" : ""), attrs: { "data-row": row.entry } },
    el("span", { class: "near-place", text: row.rank }), el("span", { class: "near-circle", text: row.circle }),
    el("span", { class: "near-score", text: row.shown }),
    el("span", { class: "near-new", text: row.entry === mine && !quiet ? t("board.new") : "" }))));
}
