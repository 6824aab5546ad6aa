// Changes that were answered, and acts that can be taken back by their opposite.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { askCommand, closeDialog } from "./desk-dialog.js";
import { send } from "./desk-command.js";
import { openDecision } from "./decisions-ask.js";
import { moment } from "./decisions-words.js";
import { button, said } from "./desk-view.js";

const LOOKS = { done: "ok", refused: "stop", withdrawn: "off", expired: "off" };

function answeredWords(change) {
  if (!change.answered_by) return t(change.state === "done" ? "corrections.alone" : "corrections.nobody");
  return t("corrections.answered_by", { by: change.answered_by, time: moment(change.answered_at) }) + (change.answered_why ? " " + t("decisions.because", { reason: change.answered_why }) : "");
}

export function doneRow(change) {
  return el("li", { attrs: { "data-change": change.id, "data-state": change.state } }, el("span", { class: "said-what" }, el("strong", { text: said(change.words) }),
    el("span", { text: t("decisions.because", { reason: change.reason }) }),
    el("span", { class: "muted", text: t("decisions.asked_by", { by: change.by, time: moment(change.at) }) + " " + answeredWords(change) })),
  el("span", { class: "chip chip-" + LOOKS[change.state], text: t("corrections.state_" + change.state) }));
}

function undoCommand(act, undone) {
  const undo = act.undo;
  askCommand({ command: undo.name, title: said(undo.words), text: said(act.words), payload: undo.payload, confirm: t("corrections.undo_do"),
    submit: (payload, place) => send(undo.name, payload, place), done: () => {
      closeDialog();
      undone({ words: t("corrections.undone"), waits: false });
    } });
}

function undoChange(act, undone) {
  openDecision({ kind: act.undo.name, title: said(act.undo.words), text: said(act.words), chiefs: null,
    change: () => Object.assign({ kind: act.undo.name }, act.undo.payload), confirm: t("corrections.undo_do"), asked: undone });
}

export function actRow(act, undone) {
  const way = { command: undoCommand, change: undoChange }[act.undo.way];
  return el("li", { attrs: { "data-act": act.seq } }, el("span", { class: "said-what" }, el("span", { text: said(act.words) }),
    el("span", { class: "muted", text: [said(act.who), moment(act.at), "#" + act.seq].filter(Boolean).join("  ") })),
  way ? button({ label: said(act.undo.words), command: "undo-" + act.undo.name, about: String(act.seq), focus: "undo-" + act.seq, on: () => way(act, undone) })
    : el("span", { class: "muted undo-why", text: said(act.undo.why) }));
}
