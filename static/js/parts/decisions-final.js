// Making a pool final: what still stands in the way, the second computation, the fingerprints, and the end of a final.
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { openDecision } from "./decisions-ask.js";
import { ask, refusalPlace } from "./desk-command.js";
import { button, said } from "./desk-view.js";
import { moment } from "./decisions-words.js";

const SLOW = { seconds: 60 };
const LOOKS = { open: ["chip-wait", "hourglass"], ready: ["chip-act", "tick"], final: ["chip-ok", "lock"] };

// Where each thing that stands in the way is solved.
const WAYS = {
  not_published: () => "/desk",
  incomplete: (pool) => "#incomplete-" + pool.index,
  tie_undecided: (pool) => "#ties-" + pool.index,
  change_waiting: () => "#waiting",
  aside_waiting: () => "/desk/asides",
  typed_waiting: (pool, blocker) => "/desk/paper#" + encodeURIComponent(blocker.entries[0].entry),
  appeal_open: () => "/desk/appeals",
};

export function stateChip(pool) {
  const look = LOOKS[pool.state];
  const word = pool.state === "final" ? t("decisions.state_final", { version: pool.final.version }) : t("decisions.state_" + pool.state);
  return el("span", { class: "chip " + look[0], attrs: { "data-state": pool.state } }, icon(look[1]), el("span", { text: word }));
}

function blockerNode(blocker, pool) {
  const names = blocker.entries.map((one) => one.entry + " " + one.circle).join("、");
  return el("li", { attrs: { "data-blocker": blocker.code } }, el("span", { class: "blocker-words" }, el("strong", { text: said(blocker) }), el("span", { text: names })),
    el("a", { class: "button", text: t("decisions.way." + blocker.code), attrs: { href: WAYS[blocker.code](pool, blocker), "data-focus": "way-" + blocker.code,
      "aria-label": t("decisions.way." + blocker.code) + " " + said(blocker) } }));
}

export function blockersNode(pool) {
  if (!pool.blockers.length && pool.final) return null;
  if (!pool.blockers.length) return el("p", { class: "band chip-ok", attrs: { "data-blockers": "0" } }, icon("tick"), el("span", { text: t("decisions.may_finalise") }));
  return el("section", { class: "found found-wait pool-blockers", attrs: { "data-blockers": pool.blockers.length } }, el("h3", { text: t(pool.final ? "decisions.blockers_final" : "decisions.blockers", { count: pool.blockers.length }) }),
    el("ul", { class: "blocker-list" }, pool.blockers.map((blocker) => blockerNode(blocker, pool))));
}

function print(word, value) {
  return [el("dt", { text: t("decisions.print_" + word) }), el("dd", { class: "fingerprint", text: value ? value.slice(0, 16) : t("decisions.none_yet"), attrs: { title: value } })];
}

function fingerprints(card, result, head) {
  return el("dl", { class: "fingerprints" }, print("card", card), print("result", result), print("ledger", head ? head.hash : ""),
    head ? [el("dt", { text: t("decisions.print_seq") }), el("dd", { text: "#" + head.seq })] : null);
}

function difference(one) {
  return el("li", { text: t("decisions.difference", { entry: one.entry, field: said(one.field), stored: one.stored || t("decisions.no_value"), recounted: one.recounted || t("decisions.no_value") }) });
}

function recounted(body) {
  const same = !body.differences.length;
  return el("div", { class: same ? "chip-ok recounted" : "found found-stop recounted", attrs: { "data-recount": same ? "same" : "differs" } },
    el("p", {}, icon(same ? "tick" : "warn"), el("strong", { text: t(same ? "decisions.recount_same" : "decisions.recount_differs", { count: same ? body.entries : body.differences.length }) })),
    same ? null : el("ul", {}, body.differences.map(difference)), fingerprints(body.card, body.result, body));
}

// The second computation, asked for by a button and shown in its place.
function recountNode(pool) {
  const place = refusalPlace("recount-" + pool.index);
  const shown = el("div", { class: "recount-shown", attrs: { "aria-live": "polite" } });
  const press = button({ label: t("decisions.recount"), command: "recount", focus: "recount-" + pool.index, on: async () => {
    press.disabled = true;
    replace(shown, el("p", { class: "muted", text: t("decisions.recounting") }));
    const body = await ask("POST", "/api/v1/desk/decisions/recount", { pool: pool.id }, place, SLOW);
    press.disabled = false;
    replace(shown, body ? recounted(body) : null);
    press.focus();
  } });
  return el("div", { class: "recount" }, el("div", { class: "decision-acts" }, press, el("span", { class: "muted", text: t("decisions.recount_note") })), place, shown);
}

function finaliseButton(pool, asked) {
  return el("div", { class: "decision-acts" }, button({ label: t("decisions.finalise"), command: "finalise", focus: "finalise-" + pool.index, solid: true,
    disabled: pool.blockers.length > 0, on: () => openDecision({ kind: "finalise", title: t("decisions.finalise_title", { pool: pool.title }), text: t("decisions.finalise_text"),
      chiefs: null, change: () => ({ kind: "finalise", pool: pool.id }), confirm: t("decisions.ask.finalise"), asked }) }),
  el("span", { class: "muted", text: t(pool.blockers.length ? "decisions.finalise_blocked" : "decisions.finalise_note", { count: pool.blockers.length }) }));
}

function liftButton(pool, asked) {
  return el("div", { class: "decision-acts" }, button({ label: t("decisions.lift_final"), command: "lift-final", focus: "lift-final-" + pool.index,
    on: () => openDecision({ kind: "lift-final", title: t("decisions.lift_final_title", { pool: pool.title, version: pool.final.version }), text: t("decisions.lift_final_text"),
      chiefs: null, change: () => ({ kind: "lift-final", pool: pool.id }), confirm: t("decisions.ask.lift_final"), asked }) }), el("span", { class: "muted", text: t("decisions.lift_final_note") }));
}

function finalWords(one) {
  const key = one.second ? "decisions.final_by_two" : "decisions.final_by";
  return t(key, { version: one.version, by: one.by, second: one.second, time: moment(one.at) });
}

function earlier(pool) {
  const ended = pool.finals.filter((one) => one.ended_at);
  if (!ended.length) return null;
  return el("details", { class: "earlier" }, el("summary", { text: t("decisions.earlier_finals", { count: ended.length }) }), el("ul", { class: "said-list" }, ended.map((one) => el("li", {},
    el("span", { class: "said-what" }, el("span", { text: finalWords(one) }), el("span", { class: "muted", text: t("decisions.ended", { by: one.ended_by, time: moment(one.ended_at), why: one.ended_why }) }))))));
}

export function finalNode(pool, may, asked) {
  const act = pool.final ? liftButton : finaliseButton;
  return el("section", { class: "decision decision-final", attrs: { "data-final": pool.final ? pool.final.version : "" } }, el("h3", { text: t("decisions.final") }),
    pool.final ? [el("p", { class: "final-words", text: finalWords(pool.final) }), fingerprints(pool.final.card, pool.final.result, pool.final)] : null,
    recountNode(pool), may("finalise") ? act(pool, asked) : null, earlier(pool));
}
