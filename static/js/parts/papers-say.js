// How a certificate is spoken of: when, and what it says otherwise than the set-up.
import { formatTime } from "../lib/clock.js";
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

// Server ms as "8月18日 17:05".
export function moment(ms) {
  const day = new Date(ms);
  return t("papers.moment", { month: day.getMonth() + 1, day: day.getDate(), time: formatTime(ms) });
}

// A field's name; one without a word shows itself.
function fieldWord(field) {
  const word = t("papers.field_" + field);
  return word.indexOf("papers.") === 0 ? field : word;
}

function written(value) {
  return [].concat(value || []).join(t("papers.between")) || t("papers.empty");
}

// The result that a certificate rests on is a hash: that it moved is all there is to say.
function change(one) {
  if (one.field === "result") return el("dd", {}, el("ins", { text: t("papers.result_moved") }));
  return el("dd", {}, el("del", { text: written(one.printed) }), el("span", { text: t("papers.becomes") }), el("ins", { text: written(one.now) }));
}

// Fields that differ, each as printed → now.
export function differing(fields) {
  return el("dl", { class: "differs" }, fields.map((one) => el("div", {}, el("dt", { text: fieldWord(one.field) }), change(one))));
}
