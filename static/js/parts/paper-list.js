// The places that wait for a paper ballot, entry by entry; and the head of an opened one. Never a mark.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { formatTime } from "../lib/clock.js";

const LOOK = { first: ["off", "begin"], second: ["act", "pen"], third: ["wait", "warn"], counted: ["ok", "tick"], closed: ["off", "lock"] };

export function addressOf(place) {
  return "#" + encodeURIComponent(place.entry) + "/" + encodeURIComponent(place.judge);
}

export function stateOf(place) {
  if (place.counted) return "counted";
  return place.waiting_for || "closed";
}

function chip(state) {
  const [look, sign] = LOOK[state];
  return el("span", { class: "chip chip-" + look, attrs: { "data-state": state } }, icon(sign), t("paper.state." + state));
}

export function turnWords(place) {
  return place.turns.map((turn) => t(turn.mine ? "paper.turn_mine" : "paper.turn_by", { turn: turn.turn, by: turn.by, time: formatTime(turn.at, true) }));
}

function row(place) {
  const state = stateOf(place);
  return el("li", {}, el("a", { class: "place-link", attrs: { href: addressOf(place), "data-judge": place.judge, "data-entry": place.entry } },
    el("span", { class: "lamp", text: place.seat, attrs: { "aria-hidden": "true" } }),
    el("span", { class: "visually-hidden", text: t("paper.seat_of", { seat: place.seat }) }),
    el("strong", { text: place.name }), chip(state),
    el("span", { class: "facts muted" }, turnWords(place).map((text) => el("span", { text }))), icon("right")));
}

function group(entry, places) {
  const [first] = places;
  return el("section", { class: "card entry-group" },
    el("h3", {}, el("span", { class: "entry-id", text: entry }), first.circle),
    el("p", { class: "facts muted" }, el("span", { text: t("paper.entry_line", { position: first.position }) }), el("span", { text: first.title })),
    el("ul", { class: "place-list" }, places.map(row)));
}

export function listNodes(places) {
  const entries = Array.from(new Set(places.map((place) => place.entry)));
  return [el("h2", { text: t("paper.list_title"), attrs: { tabindex: -1, id: "list-title" } }), el("p", { class: "muted", text: t("paper.list_note") }),
    el("p", { class: "muted", text: t("paper.scan_hint") }),
    entries.length ? entries.map((entry) => group(entry, places.filter((place) => place.entry === entry)))
      : el("div", { class: "card" }, el("p", {}, el("b", { text: t("paper.none") })), el("p", { class: "muted", text: t("paper.none_text") }))];
}

function fact(word, ...content) {
  return el("div", {}, el("dt", { text: word }), el("dd", {}, content));
}

// What is to be compared with the paper before the first mark: large.
export function headOf(place) {
  return el("section", { class: "card head", attrs: { id: "head", "data-entry": place.entry, "data-judge": place.judge } },
    el("p", { class: "muted", text: t("paper.check_paper") }),
    el("dl", { class: "head-facts" },
      fact(t("paper.entry"), el("b", { class: "large", text: place.entry })),
      fact(t("paper.judge"), el("b", { class: "large", text: place.name }), el("span", { class: "muted", text: t("paper.seat_of", { seat: place.seat }) + " " + place.judge })),
      fact(t("paper.circle"), el("b", { text: place.circle })), fact(t("paper.topic"), el("b", { text: place.title }))));
}

// Where the ballot stands now; drawn anew while the fields below stay as they are.
export function standNodes(place) {
  return [chip(stateOf(place)), turnWords(place).map((text) => el("span", { class: "muted", text }))];
}
