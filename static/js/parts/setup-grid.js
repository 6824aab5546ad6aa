// One sheet as a grid of cells, with the keys and the paste of a spreadsheet.
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { said } from "./desk-view.js";
import { cellName, columnName, readTable } from "./setup-sheets.js";

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function cellAt(node, row, column) {
  return node.querySelector('[data-cell="' + cellName(row, column) + '"]');
}

// Put the cursor into a cell of the sheet now shown.
export function focusCell(node, address) {
  const cell = node.querySelector('[data-cell="' + CSS.escape(address) + '"]');
  if (!cell) return;
  cell.scrollIntoView({ block: "center", inline: "center" });
  cell.focus();
}

function cellNode(view, row, column, text) {
  const address = cellName(row, column);
  const problem = view.problems.find((one) => one.cell === address);
  const note = problem ? "problem-" + address : null;
  const lines = Math.min(6, text.split("\n").length);
  const area = el("textarea", { class: view.sheets.isCellEdited(view.name, row, column) ? "cell-edited" : "",
    attrs: { rows: lines, "data-cell": address, "aria-label": address + " " + view.sheets.rows(view.name)[0][column], spellcheck: "false",
      "aria-invalid": problem ? "true" : null, "aria-describedby": note, maxlength: 2000, readonly: view.readonly } });
  area.value = text;
  return el("td", { class: problem ? (problem.warning ? "cell-warned" : "cell-wrong") : "" }, area,
    problem ? el("p", { class: "cell-note", text: said(problem), attrs: { id: note } }) : null);
}

function rowNode(view, cells, row) {
  const number = row + 1;
  const acts = view.readonly ? null : el("td", { class: "row-acts" },
    el("button", { text: "+", attrs: { type: "button", "data-command": "add-row", "data-row": row, "aria-label": t("setup.add_below", { row: number }), title: t("setup.add_below", { row: number }) } }),
    el("button", { text: "×", attrs: { type: "button", "data-command": "remove-row", "data-row": row, "aria-label": t("setup.remove_row", { row: number }), title: t("setup.remove_row", { row: number }) } }));
  return el("tr", {}, el("th", { text: number, attrs: { scope: "row" } }), cells.map((text, column) => cellNode(view, row, column, text)), acts);
}

function headNode(view) {
  const headings = view.sheets.rows(view.name)[0];
  return el("thead", {}, el("tr", {}, el("td", { class: "corner" }), headings.map((text, column) => el("th", { attrs: { scope: "col" } },
    el("small", { class: "muted", text: columnName(column + 1) }), " ", text)), view.readonly ? null : el("td", {})));
}

// view: {name, sheets, problems: [{cell, zh, en, warning}], readonly}
export function drawGrid(node, view) {
  const rows = view.sheets.rows(view.name).slice(1);
  const body = el("tbody", {}, rows.map((cells, index) => rowNode(view, cells, index + 1)));
  replace(node, el("div", { class: "grid-scroll", attrs: { tabindex: 0, role: "region", "aria-label": view.name } },
    el("table", { class: "grid", attrs: { "data-sheet": view.name } }, headNode(view), body)),
  view.readonly ? null : el("div", { class: "grid-foot" },
    el("button", { class: "button", text: t("setup.add_row"), attrs: { type: "button", "data-command": "add-row", "data-row": rows.length } }),
    el("span", { class: "muted", text: t("setup.paste_hint") })));
}

function placeOf(area) {
  const found = /^([A-Z]+)(\d+)$/.exec(area.dataset.cell);
  const column = found[1].split("").reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(found[2]) - 1, column };
}

function move(node, event, area) {
  const atEnd = area.value.indexOf("\n") < 0;
  let by = atEnd ? MOVES[event.key] : null;
  if (event.key === "Enter" && !event.shiftKey && !event.altKey && !event.isComposing) by = [1, 0];
  if (!by) return;
  event.preventDefault();
  const place = placeOf(area);
  const next = cellAt(node, place.row + by[0], place.column + by[1]);
  if (next) {
    next.focus();
    next.select();
  }
}

// Listen once on the place of the grid. now() -> view; redraw() after rows changed.
export function listenToGrid(node, now, redraw) {
  node.addEventListener("input", (event) => {
    const area = event.target.closest("textarea[data-cell]");
    if (!area) return;
    const place = placeOf(area);
    now().sheets.set(now().name, place.row, place.column, area.value.trim());
    area.className = now().sheets.isCellEdited(now().name, place.row, place.column) ? "cell-edited" : "";
  });
  node.addEventListener("keydown", (event) => {
    const area = event.target.closest("textarea[data-cell]");
    if (area) move(node, event, area);
  });
  node.addEventListener("paste", (event) => {
    const area = event.target.closest("textarea[data-cell]");
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!area || !/[\t\n]/.test(text.replace(/\r?\n$/, "")) || now().readonly) return;
    event.preventDefault();
    const place = placeOf(area);
    now().sheets.paste(now().name, place.row, place.column, readTable(text));
    redraw();
    focusCell(node, cellName(place.row, place.column));
  });
  node.addEventListener("click", (event) => {
    const button = event.target.closest("[data-command]");
    if (!button || button.dataset.row === undefined) return;
    const row = Number(button.dataset.row);
    const adds = button.dataset.command === "add-row";
    if (adds) now().sheets.add(now().name, row);
    else now().sheets.remove(now().name, row);
    redraw();
    const last = now().sheets.rows(now().name).length - 1;
    focusCell(node, cellName(Math.min(adds ? row + 1 : row, last), 0));
  });
}
