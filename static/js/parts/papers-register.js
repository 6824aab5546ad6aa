// The register of certificates: each number, whose, its state, when it was printed, what it says otherwise than the set-up.
import { byId, el, replace, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { askAnew, askMend, askReprint, askVoid, ownerOf } from "./papers-acts.js";
import { differing, moment } from "./papers-say.js";

const AT_A_TIME = 100;
const STATES = { valid: ["ok", "tick"], void: ["stop", "refuse"], replaced: ["off", "right"] };
const COLUMNS = ["number", "who", "award", "version", "state", "printed", "differs", "acts"];
const KINDS = ["award", "member", "judge", "participation"];
const view = { rows: [], words: "", kind: "", only: "all", shown: AT_A_TIME, reload: null };

const ONLY = {
  all: () => true,
  valid: (row) => row.state === "valid",
  differs: (row) => row.state === "valid" && row.differs.length > 0,
  unprinted: (row) => row.state === "valid" && !row.prints.length,
  ended: (row) => row.state !== "valid",
};

function who(row) {
  const first = row.person || row.circle;
  const rest = [row.person ? row.circle : "", row.unit].filter(Boolean).join(t("papers.between"));
  return [el("strong", { text: first }), rest ? el("span", { class: "muted line", text: rest }) : null,
    row.title ? el("span", { class: "muted line", text: t("papers.titled", { title: row.title }) }) : null];
}

function state(row) {
  const [look, shape] = STATES[row.state];
  const other = row.replaced_by ? t("papers.replaced_by", { number: row.replaced_by }) : row.replaces ? t("papers.replaces", { number: row.replaces }) : "";
  const why = row.ended_at ? t("papers.ended", { at: moment(row.ended_at), by: row.ended_by, why: row.ended_why }) : "";
  return [el("span", { class: "chip chip-" + look }, icon(shape), el("span", { text: t("papers.state_" + row.state) })),
    other ? el("span", { class: "muted line", text: other }) : null, why ? el("span", { class: "muted line", text: why }) : null];
}

function printed(row) {
  if (!row.prints.length) return el("span", { class: "muted", text: t("papers.never_printed") });
  const last = row.prints[row.prints.length - 1];
  const again = row.prints.filter((one) => one.again).length;
  return [el("span", { text: t("papers.printed_by", { at: moment(last.at), by: last.by }) }),
    again ? el("span", { class: "line", text: t("papers.printed_again", { times: again, why: last.reason || "" }) }) : null];
}

function differs(row) {
  if (row.state !== "valid" || !row.differs.length) return null;
  return [el("span", { class: "chip chip-wait" }, icon("warn"), el("span", { text: t("papers.differs") })),
    differing(row.differs)];
}

function act(row, name, key, fn) {
  return el("button", { class: "button", text: t(key), on: { click: () => {
    view.last = { about: row.number, command: name };
    fn(row, view.reload);
  } },
    attrs: { type: "button", "data-command": name, "data-about": row.number, "aria-label": t(key) + t("papers.of_paper", { paper: row.number }) } });
}

// Whether a voided certificate was answered by nothing since.
function isBare(row) {
  return row.state === "void" && ownerOf(row) !== null && !view.rows.some((other) => other.state === "valid" && other.kind === row.kind && other.entry === row.entry && other.person === row.person);
}

function acts(row) {
  if (isBare(row)) return el("div", { class: "row-buttons" }, act(row, "anew", "papers.anew", askAnew));
  if (row.state !== "valid") return null;
  return el("div", { class: "row-buttons" }, act(row, "reprint", row.prints.length ? "papers.reprint" : "papers.print", askReprint),
    row.differs.length ? act(row, "mend", "papers.mend", askMend) : null, act(row, "void", "papers.void", askVoid));
}

const CELLS = {
  number: (row) => [el("span", { class: "number", text: row.number }), row.place ? el("span", { class: "muted line", text: t("papers.place", { place: row.place }) }) : null],
  who,
  award: (row) => row.award || el("span", { class: "muted", text: t("papers.kind_" + row.kind) }),
  version: (row) => row.version,
  state,
  printed,
  differs,
  acts,
};

function cell(row, name) {
  const tag = name === "number" ? "th" : "td";
  const made = [].concat(CELLS[name](row)).filter((one) => one !== null);
  return el(tag, { class: "cell-" + name + (made.length ? "" : " is-empty"), attrs: { "data-label": t("papers.col_" + name), scope: tag === "th" ? "row" : null } },
    made.map((one) => (one instanceof Node ? one : String(one))));
}

function wanted() {
  const words = view.words.toLowerCase().split(/\s+/).filter(Boolean);
  return view.rows.filter((row) => {
    const text = [row.number, row.entry, row.circle, row.unit, row.title, row.person, row.award].join(" ").toLowerCase();
    return ONLY[view.only](row) && (!view.kind || row.kind === view.kind) && words.every((word) => text.indexOf(word) >= 0);
  });
}

function draw() {
  const rows = wanted();
  const here = rows.slice(0, view.shown);
  const place = byId("register").querySelector(".register-rows");
  setText(byId("register-count"), t("papers.register_count", { found: rows.length, all: view.rows.length }));
  if (!rows.length) {
    replace(place, el("p", { class: "muted", text: t(view.rows.length ? "papers.register_no_match" : "papers.register_empty") }));
    return;
  }
  const more = rows.length > here.length ? el("button", { class: "button", text: t("papers.more", { count: Math.min(AT_A_TIME, rows.length - here.length) }),
    on: { click: () => { view.shown += AT_A_TIME; draw(); } }, attrs: { type: "button" } }) : null;
  replace(place, el("div", { class: "register-scroll", attrs: { tabindex: 0, role: "region", "aria-labelledby": "register-title" } }, el("table", { class: "register", attrs: { "aria-labelledby": "register-title" } },
    el("thead", {}, el("tr", {}, COLUMNS.map((name) => el("th", { text: t("papers.col_" + name), attrs: { scope: "col" } })))),
    el("tbody", {}, here.map((row) => el("tr", { attrs: { "data-number": row.number, "data-state": row.state } }, COLUMNS.map((name) => cell(row, name))))))), more);
}

function narrow(change) {
  Object.assign(view, change, { shown: AT_A_TIME });
  draw();
}

function chooser(name, options) {
  const node = el("select", { attrs: { id: "register-" + name }, on: { change: () => narrow({ [name]: node.value }) } },
    options.map((one) => el("option", { text: t(one.key), attrs: { value: one.value } })));
  return el("label", { class: "field" }, el("span", { text: t("papers." + name) }), node);
}

function filterNode() {
  const box = el("input", { attrs: { type: "search", id: "register-words", autocomplete: "off", maxlength: 80 }, on: { input: () => narrow({ words: box.value }) } });
  const kinds = KINDS.map((kind) => ({ value: kind, key: "papers.kind_" + kind }));
  return el("div", { class: "register-filter" }, el("label", { class: "field" }, el("span", { text: t("papers.filter") }), box),
    chooser("kind", [{ value: "", key: "papers.kind_all" }].concat(kinds)), chooser("only", Object.keys(ONLY).map((name) => ({ value: name, key: "papers.only_" + name }))),
    el("p", { class: "muted", attrs: { id: "register-count", role: "status" } }));
}

// The table was drawn anew under the dialog: the focus goes back to the row that it came from.
function returnFocus() {
  if (document.activeElement !== document.body || !view.last) return;
  const row = 'button[data-about="' + CSS.escape(view.last.about) + '"]';
  const found = byId("register").querySelector(row + '[data-command="' + view.last.command + '"]') || byId("register").querySelector(row);
  (found || byId("register-words")).focus({ preventScroll: true });
}

// Draw the filter once; reload() asks the server again.
export function drawRegister(reload) {
  view.reload = reload;
  byId("dialog").addEventListener("close", returnFocus);
  replace(byId("register"), filterNode(), el("div", { class: "register-rows" }));
}

// The rows with the place that from – to counts: among the valid ones of their kind.
function placed(rows) {
  const counted = {};
  return rows.map((row) => {
    if (row.state !== "valid") return row;
    counted[row.kind] = (counted[row.kind] || 0) + 1;
    return Object.assign({ place: counted[row.kind] }, row);
  });
}

// Bring new rows; a focused button of the table keeps the focus.
export function showRows(rows) {
  view.rows = placed(rows);
  const active = document.activeElement;
  const held = active && byId("register").contains(active) ? [active.dataset.command, active.dataset.about] : null;
  draw();
  if (!held || !held[0]) return;
  const again = byId("register").querySelector('[data-command="' + held[0] + '"][data-about="' + CSS.escape(held[1]) + '"]');
  if (again) again.focus({ preventScroll: true });
}
