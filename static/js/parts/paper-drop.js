// Putting typed turns aside with a reason; and the plain word after each step.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { formatTime } from "../lib/clock.js";
import { ask, refusalPlace, showRefusal } from "./desk-command.js";

// buildDrop(path, done) -> node; done() after the server has dropped what was typed.
export function buildDrop(path, done) {
  const reason = el("input", { class: "text", attrs: { id: "drop-reason", type: "text", maxlength: 200, autocomplete: "off" } });
  const refusal = refusalPlace("drop");
  const form = el("form", { class: "drop-form", attrs: { novalidate: true } }, el("p", { class: "muted", text: t("paper.drop_text") }),
    el("label", { class: "field" }, el("span", { text: t("paper.reason") }), reason), refusal,
    el("div", { class: "acts" }, el("button", { class: "button", text: t("paper.drop_do"), attrs: { type: "submit", id: "drop" } })));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!reason.value.trim()) {
      showRefusal(refusal, t("paper.bad.drop_reason"));
      reason.focus();
      return;
    }
    if (await ask("POST", path + "/drop", { reason: reason.value.trim() }, refusal)) done();
  });
  return el("details", { class: "card drop" }, el("summary", { text: t("paper.drop") }), form);
}

const OUTCOMES = { waits: ["first", "act", "pen"], differs: ["differs", "wait", "warn"], counted: ["counted", "ok", "tick"] };

// What became of it: "waits" for the second, it "differs", or it is "counted" with its receipt.
export function savedCard(body) {
  const [word, look, sign] = OUTCOMES[body.outcome];
  const receipt = body.receipt || {};
  const given = { total: receipt.total, code: receipt.code, version: receipt.version, time: receipt.at ? formatTime(receipt.at, true) : "" };
  return el("section", { class: "card saved saved-" + look, attrs: { id: "saved", "data-outcome": body.outcome, role: "status" } },
    el("h2", { attrs: { tabindex: -1 } }, icon(sign), t("paper.saved_" + word, given)), el("p", { text: t("paper.saved_text_" + word, given) }),
    el("div", { class: "acts" }, el("a", { class: "button button-solid", text: t("paper.next"), attrs: { href: "#" } })));
}
