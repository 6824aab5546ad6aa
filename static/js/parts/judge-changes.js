// A correction that waits for this chief: what it is, who moves, yes or no.
import { NetworkError, errorOf, request } from "../lib/api.js";
import { formatTime } from "../lib/clock.js";
import { el } from "../lib/dom.js";
import { spoken, t } from "../lib/i18n.js";
import { askReason, closeDialog, command, showDialog } from "./judge-menu.js";

function standing(seen, hidden) {
  if (!seen) return "—";
  if (hidden) return t("judge.change_hidden");
  const parts = [seen.score || t("common.phase." + seen.phase), seen.rank ? t("judge.change_rank", { rank: seen.rank }) : "", seen.award || ""];
  return parts.filter(Boolean).join("  ");
}

function movedRow(one) {
  return el("li", { class: "change-row", attrs: { "data-entry": one.entry } },
    el("b", { text: one.entry + " " + one.circle }),
    el("span", { class: "change-both" }, el("span", { text: standing(one.before, one.hidden) }), el("span", { text: " → ", attrs: { "aria-hidden": true } }),
      el("b", { text: standing(one.after, one.hidden) })),
    one.text_changed ? el("span", { class: "muted", text: t("judge.change_text") }) : null);
}

function moved(moves) {
  const lines = [];
  if (moves.finals.length) lines.push(el("p", { class: "muted", text: t("judge.change_finals", { pools: moves.finals.map((one) => one.title).join(" ") }) }));
  const printed = moves.certificates.filter((one) => one.wrong.length);
  if (printed.length) lines.push(el("p", { class: "muted", text: t("judge.change_certificates", { count: printed.length }) }));
  const rows = moves.entries.map(movedRow);
  return el("div", {}, el("h3", { text: t("judge.change_moves") }),
    rows.length ? el("ul", { class: "change-rows" }, rows) : el("p", { text: t("judge.change_no_moves") }), lines);
}

async function answer(id, said, button) {
  button.disabled = true;
  const refused = await command("changes/" + id + "/confirm", {});
  button.disabled = false;
  if (refused) said.textContent = refused;
  else closeDialog();
}

function changeCard(change) {
  const said = el("p", { class: "dialog-said", attrs: { role: "alert" } });
  const yes = el("button", { class: "button button-solid", attrs: { type: "button", "data-act": "change-yes" } }, t("judge.change_yes"));
  yes.addEventListener("click", () => answer(change.id, said, yes));
  const no = el("button", { class: "button", attrs: { type: "button", "data-act": "change-no" }, on: { click: () => askReason("change-no", t("judge.change_no"), t("judge.change_no_text"), t("judge.change_no"),
    (reason) => command("changes/" + change.id + "/refuse", { reason })) } }, t("judge.change_no"));
  return el("section", { class: "card change-card", attrs: { "data-change": change.id } }, el("h3", { text: spoken(change.words) }),
    el("p", { class: "muted", text: [t("judge.change_reason", { reason: change.reason }), t("judge.change_by", { by: change.by }), formatTime(change.at)].join("  ") }),
    moved(change.moves), said, el("div", { class: "ask-acts" }, no, yes));
}

export async function showChanges() {
  try {
    const found = await request("GET", "/api/v1/judge/changes", null, { seconds: 10 });
    if (found.status >= 400) {
      showDialog("changes", t("judge.change_title"), el("p", { text: spoken(errorOf(found)) || t("judge.not_taken") }));
      return;
    }
    const waiting = found.body.waiting;
    showDialog("changes", t("judge.change_title"), waiting.length ? waiting.map(changeCard) : el("p", { text: t("judge.change_none") }));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    showDialog("changes", t("judge.change_title"), el("p", { text: t("judge.not_sent") }));
  }
}
