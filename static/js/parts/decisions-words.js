// How a decision is told: by whom, when, why, and who took it back.
import { el } from "../lib/dom.js";
import { lang, t } from "../lib/i18n.js";

// Server ms as a day and a time.
export function moment(ms) {
  return new Date(ms).toLocaleString(lang === "en" ? "en-GB" : "zh-CN", { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
}

export function momentWords(one) {
  const who = one.judges && one.judges.length ? t("decisions.by_chiefs", { names: one.judges.join(t("decisions.and")) }) : "";
  const taken = one.ended_at ? el("span", { class: "muted", text: t("decisions.ended", { by: one.ended_by, time: moment(one.ended_at), why: one.ended_why }) }) : null;
  return [el("span", { text: t("decisions.because", { reason: one.reason }) }),
    el("span", { class: "muted", text: [who, t("decisions.entered", { by: one.by, time: moment(one.at) })].filter(Boolean).join("  ") }), taken];
}
