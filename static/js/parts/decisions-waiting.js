// Changes that wait for a second person: who moves, until when, and yes, no or taken back.
import { el, setText } from "../lib/dom.js";
import { formatSeconds, formatTime, now } from "../lib/clock.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { ask, refusalPlace } from "./desk-command.js";
import { askCommand, closeDialog } from "./desk-dialog.js";
import { button, said } from "./desk-view.js";
import { movesView } from "./moves-view.js";

const API = "/api/v1/desk/changes/";
const SLOW = { seconds: 60 };

function left(change) {
  const ms = change.until - now();
  return ms > 0 ? t("decisions.waits_left", { left: formatSeconds(ms / 1000), time: formatTime(change.until) }) : t("decisions.waits_over");
}

// Every second, without drawing anything anew.
export function tickWaiting(node, changes) {
  changes.forEach((change) => setText(node.querySelector('[data-left="' + change.id + '"]'), left(change)));
}

function reasoned(change, act, answered) {
  const path = API + change.id + "/" + act;
  askCommand({ command: act, title: t("decisions." + act + "_title"), text: said(change.words), confirm: t("decisions." + act),
    fields: [{ name: "reason", label: t("desk.reason"), hint: t("decisions.reason_hint") }],
    submit: (payload, place) => ask("POST", path, { reason: payload.reason }, place, SLOW), done: (body) => {
      closeDialog();
      answered(body, act);
    } });
}

function acts(change, may, place, answered) {
  if (change.mine) return [button({ label: t("decisions.take-back"), command: "take-back", about: change.id, focus: "take-back-" + change.id, on: () => reasoned(change, "take-back", answered) }),
    el("span", { class: "muted", text: t("decisions.mine") })];
  if (!may("confirm-change")) return [el("span", { class: "muted", text: t("decisions.not_yours") })];
  const yes = button({ label: t("decisions.confirm"), command: "confirm", about: change.id, focus: "confirm-" + change.id, solid: true, on: async () => {
    yes.disabled = true;
    const body = await ask("POST", API + change.id + "/confirm", { expected: change.moves.fingerprint }, place, SLOW);
    yes.disabled = false;
    if (body) answered(body, "confirm");
  } });
  return [yes, button({ label: t("decisions.refuse"), command: "refuse", about: change.id, focus: "refuse-" + change.id, on: () => reasoned(change, "refuse", answered) })];
}

export function waitingNode(change, may, answered) {
  const place = refusalPlace("waiting-" + change.id);
  return el("li", { class: "waiting-change", attrs: { "data-change": change.id, "data-kind": change.kind } },
    el("h3", {}, icon("hourglass"), el("span", { text: said(change.words) })),
    el("p", { text: t("decisions.because", { reason: change.reason }) }),
    el("p", { class: "muted", text: t("decisions.asked_by", { by: change.by, time: formatTime(change.at) }) }),
    el("p", { class: "waits-left", text: left(change), attrs: { "data-left": change.id } }), movesView(change.moves), place, el("div", { class: "decision-acts" }, acts(change, may, place, answered)));
}
