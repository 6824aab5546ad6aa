// One page of a pool's standing; rows that change place are seen to travel.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { tieWords } from "./board-say.js";
import { correctedChip, wasWords } from "./corrected-words.js";
import { duration } from "./board-fit.js";

export const PAGE = 8;
// Why somebody was passed over is not for a wall: only who was chosen.
const SELECTED = ["candidate", "reserve"];
const TURN = 10000; // ms a page stays where the desk holds none

export function pageCount(standing) {
  return Math.max(1, Math.ceil(standing.rows.length / PAGE));
}

// Which pool and page to show now: {standing, page, pages}, null without any pool.
// A pool chosen at the desk holds the desk's page; otherwise pages, and pools without an entry on stage, take turns.
export function chosenPage(stage, standings, at) {
  if (!standings.length) return null;
  const held = standings.find((one) => one.pool === stage.scene_pool);
  if (held) {
    const pages = pageCount(held);
    return { standing: held, page: Math.min(Math.max(1, stage.page || 1), pages), pages };
  }
  const own = stage.entry && standings.filter((one) => one.kind === stage.entry.kind && (!one.session || one.session === stage.session));
  const turn = [];
  (own && own.length ? own : standings).forEach((standing) => {
    const pages = pageCount(standing);
    for (let page = 1; page <= pages; page += 1) turn.push({ standing, page, pages });
  });
  return turn[Math.floor(at / TURN) % turn.length];
}

export function standingsScene(shown) {
  const rows = shown.standing.rows.slice((shown.page - 1) * PAGE, shown.page * PAGE);
  if (!rows.length) {
    return el("div", { class: "standings standings-empty" }, el("p", { class: "standings-none", text: t("board.no_scores") }));
  }
  const list = el("ol", { class: "standings", attrs: { "data-pool": shown.standing.pool, "data-page": shown.page } });
  const lines = rows.filter((row, index) => lineAfter(rows, index)).length;
  list.style.setProperty("--lines", String(lines));
  rows.forEach((row, index) => {
    list.append(rowNode(row, shown.standing));
    const line = lineAfter(rows, index);
    if (line) list.append(awardLine(line, shown.standing));
  });
  return list;
}

// The award that ends with this row of the page; nothing while the pool is provisional.
function lineAfter(rows, index) {
  const award = rows[index].award;
  const next = rows[index + 1];
  return award && next && next.award !== award ? award : null;
}

function awardLine(award, standing) {
  const count = standing.rows.filter((row) => row.award === award).length;
  return el("li", { class: "award-line", attrs: { "data-award": award } },
    el("span", { text: t("board.award_line", { award, count }) }));
}

function remark(row, standing) {
  const tie = tieWords(row.decided_by, standing.tie_names);
  if (row.newest && standing.provisional) return tie ? t("board.new") + " " + tie : t("board.new");
  if (tie) return tie;
  return SELECTED.indexOf(row.selection) >= 0 ? t("board.selection." + row.selection) : "";
}

function rowNode(row, standing) {
  const classes = "row" + (row.newest && standing.provisional ? " row-new" : "");
  return el("li", { class: classes, attrs: { "data-row": row.entry, "data-newest": row.newest ? "true" : null } },
    el("span", { class: "row-rank", text: row.rank, attrs: { "data-rank": row.rank } }),
    el("span", { class: "row-names" }, el("b", { class: "row-circle", text: row.circle }), el("span", { class: "row-unit", text: row.unit })),
    el("span", { class: "row-score", text: row.shown }),
    el("span", { class: "row-remark" + (row.corrected ? " row-corrected" : "") },
      row.corrected ? correctedChip(wasWords(row.corrected)) : null, el("span", { text: remark(row, standing) })));
}

// Where the rows stand on the screen, to be given to travel() after the redraw.
export function places(root) {
  const found = {};
  root.querySelectorAll(".row[data-row]").forEach((node) => { found[node.dataset.row] = node.getBoundingClientRect().top; });
  return found;
}

// Let rows move from where they stood; new ones rise. The new picture is in place from the start.
export function travel(root, before) {
  const time = duration("--row");
  if (!time || !Object.keys(before).length) return;
  root.querySelectorAll(".row[data-row]").forEach((node) => {
    if (!node.animate) return;
    const old = before[node.dataset.row];
    const by = old === undefined ? node.offsetHeight * 0.4 : old - node.getBoundingClientRect().top;
    if (Math.abs(by) < 1) return;
    node.animate([{ transform: "translateY(" + by + "px)" }, { transform: "none" }],
      { duration: time, easing: "cubic-bezier(.3,0,0,1)" });
  });
}
