// Sending the desk's commands, and saying a refusal where the act was.
import { errorOf, request } from "../lib/api.js";
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { said } from "./desk-view.js";

const SHOWN_FOR = 20000;
const busy = new Set();

// Commands that the contest keeps a reason for.
export const WITH_REASON = ["leave-aside", "reconsider-aside", "swap-order", "set-overtime", "declare-missing", "undeclare-missing", "recuse", "unrecuse",
  "return-ballot", "unreturn-ballot", "reopen-entry", "postpone", "withdraw", "disqualify", "change-seat"];

// The place for a refusal inside a panel or dialog; it is read out when it speaks.
export function refusalPlace(name) {
  return el("p", { class: "refusal", attrs: { role: "alert", "data-refusal": name } });
}

export function showRefusal(place, sentence) {
  if (!place) return;
  replace(place, sentence);
  clearTimeout(Number(place.dataset.timer));
  if (sentence) place.dataset.timer = String(setTimeout(() => replace(place), SHOWN_FOR));
}

function sentenceOf(answer) {
  const error = errorOf(answer);
  if (error) return said(error);
  return t(answer.status === 403 ? "desk.refused_role" : "desk.refused", { status: answer.status });
}

// Send to an address; resolves to the body, or to null after showing the refusal at place.
export async function ask(method, path, body, place, options) {
  const key = method + path;
  if (busy.has(key)) return null;
  busy.add(key);
  showRefusal(place, "");
  try {
    const answer = await request(method, path, body, options);
    if (answer.status < 400) return answer.body || {};
    showRefusal(place, sentenceOf(answer));
  } catch (error) {
    showRefusal(place, t("desk.no_network"));
  } finally {
    busy.delete(key);
  }
  return null;
}

// One command of the desk: POST /api/v1/desk/<command>.
export function send(command, payload, place) {
  return ask("POST", "/api/v1/desk/" + command, payload, place);
}
