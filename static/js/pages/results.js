// Every pool's standing with the reason behind each place.
import { request } from "../lib/api.js";
import { byId, el, replace } from "../lib/dom.js";
import { lang, t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { ask } from "../parts/desk-command.js";
import { said } from "../parts/desk-view.js";
import { printPlace } from "../parts/papers-job.js";

const HEADS = ["rank", "number", "circle", "unit", "shown", "decided", "award", "selection", "reason"];
const SLOW = { seconds: 30 };
const may = { calculations: false };
const SELECTED = { candidate: "ok", reserve: "act" };

function decided(row) {
  return row.decided_by ? t("desk.key." + row.decided_by) : "";
}

function selection(row) {
  if (!row.selection) return "";
  const tied = row.selection.indexOf("tied_") === 0;
  return el("span", { class: "chip chip-" + (SELECTED[row.selection] || (tied ? "wait" : "off")), text: t("setup.selection_" + row.selection) });
}

// How this entry's score came about, printed where it is asked for; only for those who may print it.
function calculation(row) {
  if (!may.calculations) return null;
  const title = t("papers.calculation_of", { entry: row.entry });
  return el("td", { class: "calculation" }, printPlace({ name: "calculations", title, label: t("papers.calculation"), about: title, plain: true, once: true,
    payload: () => ({ paper: "calculations", entry: row.entry }) }).node);
}

function rowNode(row) {
  const rank = row.rank === null ? t("setup.state_" + row.state) : row.rank;
  return el("tr", { attrs: { "data-entry": row.entry, "data-state": row.state } }, el("td", { class: "figure", text: rank }), el("td", { text: row.entry }),
    el("th", { attrs: { scope: "row", title: row.title }, text: row.circle }), el("td", { text: row.unit }),
    el("td", { class: "figure score", text: row.rank === null ? "" : row.shown }), el("td", { text: decided(row) }), el("td", { text: row.award || "" }),
    el("td", {}, selection(row)), el("td", { class: "muted", text: (lang === "en" ? row.reason_en : row.reason_zh) || "" }),
    calculation(row));
}

function notice(pool) {
  if (!pool.provisional) return el("p", { class: "chip chip-ok", attrs: { "data-standing": "final" } }, icon("tick"), t("setup.complete"));
  return el("div", { class: "found found-wait", attrs: { "data-standing": "provisional", tabindex: 0, role: "region", "aria-label": t("setup.provisional") } }, el("p", {}, el("strong", { text: t("setup.provisional") })),
    el("ul", {}, (pool.blockers || []).map((blocker) => el("li", { text: said(blocker) }))));
}

// How the rooms of one pool marked: evidence beside the result, never part of it.
function rooms(pool) {
  if (!pool.rooms || !pool.rooms.length) return null;
  const words = (room) => t("setup.room", { name: room.name, entries: room.entries, mean: room.mean, difference: room.difference });
  return el("div", { class: "muted", attrs: { "data-rooms": true } }, el("p", { text: t("setup.rooms") }),
    el("ul", {}, pool.rooms.map((room) => el("li", { text: words(room) }))));
}

function poolNode(pool) {
  return el("section", { class: "pool", attrs: { "data-pool": pool.id } }, el("h2", { text: pool.title }), notice(pool), rooms(pool),
    el("div", { class: "change-scroll pool-scroll", attrs: { tabindex: 0, role: "region", "aria-label": pool.title } }, el("table", { class: "changes results" },
      el("thead", {}, el("tr", {}, HEADS.map((name) => el("th", { text: t("setup.col_" + name), attrs: { scope: "col" } })),
        may.calculations ? el("th", { class: "calculation", text: t("papers.print"), attrs: { scope: "col" } }) : null)),
      el("tbody", {}, pool.rows.map(rowNode)))));
}

// What this role may print besides; a role that may not is shown nothing of it.
async function allowed() {
  try {
    const papers = await request("GET", "/api/v1/desk/papers", null, SLOW);
    may.calculations = papers.status < 400 && papers.body.papers.some((paper) => paper.name === "calculations");
  } catch (error) {
    may.calculations = false;
  }
}

async function load() {
  await allowed();
  const found = await ask("GET", "/api/v1/desk/results", null, byId("refusal"), SLOW);
  if (!found) return;
  const pools = found.pools || [];
  replace(byId("pools"), pools.length ? pools.map(poolNode) : el("p", { class: "muted", text: t("setup.no_pools") }));
  document.body.dataset.ready = "true";
}

byId("reload").addEventListener("click", load);
load();
