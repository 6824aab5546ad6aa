// A tie that no key resolved: the keys that were asked, and the order that the chief judges give.
import { byId, el, replace, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { openDecision } from "./decisions-ask.js";
import { said } from "./desk-view.js";

function mover(list, entry, by, act) {
  return el("button", { class: "button mover", text: by < 0 ? "▲" : "▼", on: { click: () => act(entry, by) },
    attrs: { type: "button", "data-move": by < 0 ? "up" : "down", disabled: list.indexOf(entry) + by < 0 || list.indexOf(entry) + by >= list.length,
      "aria-label": t(by < 0 ? "decisions.move_up" : "decisions.move_down", { entry: entry.entry, circle: entry.circle }) } });
}

// The tied entries to be put in order by two buttons each. Returns {node, order()}.
export function orderList(entries) {
  const list = entries.slice();
  const node = el("ol", { class: "tie-order", attrs: { "aria-label": t("decisions.order_of") } });

  function draw(focused, by) {
    replace(node, list.map((entry, index) => el("li", { attrs: { "data-entry": entry.entry } }, el("span", { class: "tie-place", text: index + 1 }),
      el("span", { class: "tie-who" }, el("strong", { text: entry.entry + " " + entry.circle }), el("span", { class: "muted", text: entry.unit })),
      mover(list, entry, -1, move), mover(list, entry, 1, move))));
    if (!focused) return;
    const row = node.querySelector('[data-entry="' + CSS.escape(focused.entry) + '"]');
    const same = row.querySelector('[data-move="' + (by < 0 ? "up" : "down") + '"]');
    (same.disabled ? row.querySelector("button:not(:disabled)") : same).focus();
  }

  function move(entry, by) {
    const from = list.indexOf(entry);
    list.splice(from, 1);
    list.splice(from + by, 0, entry);
    draw(entry, by);
    setText(byId("said"), t("decisions.moved_to", { entry: entry.entry, circle: entry.circle, place: from + by + 1 }));
    node.dispatchEvent(new Event("decision-moved", { bubbles: true }));
  }

  draw(null, 0);
  return { node, order: () => list.map((entry) => entry.entry) };
}

function keyRow(key, tie) {
  return el("tr", {}, el("th", { attrs: { scope: "row" }, text: said(key) }),
    tie.entries.map((entry) => el("td", { class: "figure", text: key.values[entry.entry] || t("decisions.no_value") })),
    el("td", { class: "muted", text: t(key.answered ? "decisions.key_equal" : "decisions.key_unasked") }));
}

function keyTable(tie) {
  if (!tie.keys.length) return el("p", { class: "muted", text: t("decisions.no_keys") });
  return el("div", { class: "change-scroll", attrs: { tabindex: 0, role: "region", "aria-label": t("decisions.keys_asked") } }, el("table", { class: "changes" },
    el("thead", {}, el("tr", {}, el("th", { text: t("decisions.keys_asked"), attrs: { scope: "col" } }),
      tie.entries.map((entry) => el("th", { class: "figure", text: entry.entry, attrs: { scope: "col" } })), el("th", { text: t("decisions.key_says"), attrs: { scope: "col" } }))),
    el("tbody", {}, tie.keys.map((key) => keyRow(key, tie)))));
}

function tiedNames(tie) {
  return el("ul", { class: "tied" }, tie.entries.map((entry) => el("li", {}, el("strong", { text: entry.entry + " " + entry.circle }),
    el("span", { class: "muted", text: entry.unit }), el("span", { text: t("decisions.shares", { shown: entry.shown, rank: entry.rank }) }))));
}

function askOrder(tie, pool, asked) {
  const list = orderList(tie.entries);
  openDecision({ kind: "decide-tie", title: t("decisions.decide_title", { pool: pool.title }), text: t("decisions.decide_text"), chiefs: pool.chiefs,
    body: [list.node], change: () => ({ kind: "decide-tie", pool: pool.id, order: list.order() }), confirm: t("decisions.ask_order"), asked });
}

export function tieNode(tie, pool, may, asked) {
  return el("section", { class: "decision decision-open", attrs: { "data-tie": tie.code, "data-entries": tie.entries.map((entry) => entry.entry).join(" ") } },
    el("h3", { text: said(tie) }), tiedNames(tie), keyTable(tie),
    may("decide-tie") ? el("div", { class: "decision-acts" }, el("button", { class: "button button-solid", text: t("decisions.decide"), on: { click: () => askOrder(tie, pool, asked) },
      attrs: { type: "button", "data-command": "decide-tie" } }), el("span", { class: "muted", text: t("decisions.decide_note") })) : null);
}
