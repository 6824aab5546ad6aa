// The lamp grown to the size of the stage, for one circle at a time.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { byWords } from "./board-fit.js";
import { rankWords } from "./board-say.js";

const PLATES = 3;

// The row to honour: the desk's entry, else the newest revealed of the chosen pool or of all. null before any.
export function honoured(stage, standings) {
  const pools = stage.scene_pool ? standings.filter((one) => one.pool === stage.scene_pool) : standings;
  const rows = [];
  (stage.scene_entry ? standings : pools).forEach((standing) => standing.rows.forEach((row) => rows.push({ row, standing })));
  if (stage.scene_entry) return rows.find((one) => one.row.entry === stage.scene_entry) || null;
  return rows.find((one) => one.row.newest) || rows[0] || null;
}

export function ceremonyScene(shown, fresh) {
  if (!shown) {
    return el("div", { class: "ceremony" }, disc(fresh), el("div", { class: "disc-words" },
      el("h1", { class: "disc-circle", text: t("board.ceremony_wait"), attrs: { "data-sizes": "124 100 84 72" } })));
  }
  const { row, standing } = shown;
  return el("div", { class: "ceremony", attrs: { "data-row": row.entry } }, disc(fresh),
    el("div", { class: "disc-words" + (fresh ? " disc-words-fresh" : "") },
      el("p", { class: "disc-award" }, row.award ? el("b", { text: row.award, attrs: { "data-award": row.award } }) : null,
        el("span", { text: rankWords(row.rank, standing.provisional), attrs: { "data-rank": row.rank } })),
      el("h1", { class: "disc-circle", attrs: { "data-sizes": "208 176 144 112x2 96x2 80x2 68x2" } }, byWords(row.circle)),
      el("p", { class: "disc-title", attrs: { "data-sizes": "64 56 48x2" } }, byWords(row.title)),
      el("p", { class: "disc-unit", text: row.unit }),
      el("p", { class: "disc-score", text: row.shown, attrs: { "data-final": row.shown } })),
    plates(row, standing));
}

function disc(fresh) {
  return el("div", { class: "disc" + (fresh ? " disc-fresh" : ""), attrs: { "aria-hidden": "true" } });
}

// The first three places once the ranks are final; those above the one honoured keep their names to themselves.
function plates(row, standing) {
  if (standing.provisional || row.rank > PLATES) return null;
  const list = el("ul", { class: "plates" });
  for (let rank = PLATES; rank >= 1; rank -= 1) {
    const open = rank >= row.rank;
    const names = standing.rows.filter((one) => one.rank === rank).map((one) => one.circle);
    if (open && !names.length) continue;
    const word = open ? names.join("、") : t("board.to_come");
    list.append(el("li", { class: "plate" + (rank === row.rank ? " plate-now" : open ? "" : " plate-closed"),
      text: t("board.plate", { rank, circle: word }) }));
  }
  return list;
}
