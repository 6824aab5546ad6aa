// The review before submitting: every mark once more, the ask card for full and zero marks, own earlier totals.
import { el } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t } from "../lib/i18n.js";
import { extremes, formatMark, formatPlain, total } from "./judge-marks.js";

// Extremes that the judge has not yet said yes to.
export function openQuestions(draft) {
  return extremes(draft.marks, draft.criteria).filter((found) => !draft.confirmed[found.place]);
}

function remark(draft, place) {
  const found = extremes(draft.marks, draft.criteria).find((one) => one.place === place);
  if (!found) return null;
  if (draft.confirmed[place]) return el("p", { class: "review-note" }, icon("tick"), t("judge.confirmed_" + found.form));
  return el("p", { class: "review-note review-ask" }, icon("warn"), t("judge.please_confirm_" + found.form));
}

function reviewRow(draft, place, acts, step) {
  const criterion = draft.criteria[place];
  return el("li", { class: "review-row", attrs: { "data-criterion": criterion.number } },
    el("div", { class: "review-name" }, el("h3", { text: criterion.name }), remark(draft, place)),
    el("p", { class: "review-mark" }, el("b", { text: formatMark(draft.marks[place], step) }),
      el("span", { class: "muted", text: "/ " + formatPlain(criterion.maximum) })),
    el("button", { class: "button", attrs: { type: "button", "data-act": "edit", "aria-label": t("judge.change_of", { name: criterion.name }) },
      on: { click: () => acts.edit(place) } }, t("judge.change")));
}

function askCard(draft, acts, step) {
  const open = openQuestions(draft);
  if (!open.length) return null;
  const { place, form } = open[0];
  const { name } = draft.criteria[place];
  const mark = formatMark(draft.marks[place], step);
  return el("section", { class: "ask", attrs: { role: "alert", "data-ask": draft.criteria[place].number } },
    el("h3", {}, icon("warn"), t("judge.ask_" + form, { name, mark })), el("p", { text: t("judge.ask_meant") }),
    el("div", { class: "ask-acts" },
      el("button", { class: "button", attrs: { type: "button", "data-act": "ask-change" }, on: { click: () => acts.edit(place) } }, t("judge.ask_change")),
      el("button", { class: "button button-solid", attrs: { type: "button", "data-act": "ask-yes" }, on: { click: () => acts.confirm(place) } }, t("judge.ask_yes_" + form))));
}

function byTotal(a, b) {
  return b.hundredths - a.hundredths;
}

function hundredths(text) {
  const cut = String(text).split(".");
  return Number(cut[0]) * 100 + Number(((cut[1] || "") + "00").slice(0, 2));
}

// Own earlier totals of the same kind, highest first, with the present entry among them.
export function earlierList(earlier, draft, step) {
  const others = earlier.filter((one) => !draft || (one.kind === draft.kind && one.entry !== draft.entry))
    .map((one) => ({ circle: one.circle, position: one.position, shown: one.total, hundredths: hundredths(one.total), own: false }));
  if (draft) {
    const sum = total(draft.marks, draft.criteria);
    others.push({ circle: draft.circle, position: draft.position, shown: formatMark(sum, step), hundredths: sum, own: true });
  }
  return el("ol", { class: "earlier" }, others.sort(byTotal).map((one) =>
    el("li", { class: one.own ? "earlier-own" : "" },
      el("span", {}, one.own ? t("judge.this_one", { circle: one.circle }) : one.circle), el("b", { text: one.shown }))));
}

export function buildReview(draft, earlier, acts, step) {
  const shown = earlier.filter((one) => one.kind === draft.kind && one.entry !== draft.entry);
  return el("div", { class: "review" },
    el("ol", { class: "review-list card", attrs: { "aria-label": t("judge.review_title") } }, draft.marks.map((mark, place) => reviewRow(draft, place, acts, step))),
    el("div", { class: "side" },
      askCard(draft, acts, step),
      el("section", { class: "card" },
        el("div", { class: "card-head" }, el("h3", { text: t("judge.comment") }), el("span", { class: "muted", text: t("judge.optional") }),
          el("button", { class: "button button-small", attrs: { type: "button", "data-act": "comment" }, on: { click: acts.openComment } },
            t(draft.comment ? "judge.change" : "judge.write"))),
        draft.comment ? el("p", { class: "comment-text", text: draft.comment }) : null),
      shown.length ? el("section", { class: "card" },
        el("div", { class: "card-head" }, el("h3", { text: t("judge.earlier") }), el("span", { class: "muted", text: t("judge.only_you") })),
        earlierList(earlier, draft, step)) : null,
      el("p", { class: "muted", text: t("judge.final_word") })));
}
