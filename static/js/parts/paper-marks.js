// Marks as they are typed from paper: whole hundredths, or what is wrong with them. No nodes.
import { t } from "../lib/i18n.js";
import { formatMark, formatPlain } from "./judge-marks.js";

const NUMBER = /^(\d{1,6})(?:\.(\d{1,2}))?$/;

// Hundredths of a number with at most two decimals, full-width digits too; null where it is none.
export function readHundredths(text) {
  const found = NUMBER.exec(text.normalize("NFKC").replace(/\u3002/g, ".").trim());
  if (!found) return null;
  return Number(found[1]) * 100 + Number(((found[2] || "") + "00").slice(0, 2));
}

// A mark of a criterion: {value, problem}; problem is a sentence, or "" where the mark may stand.
export function readMark(text, criterion, step) {
  const { name, maximum } = criterion;
  if (!text.trim()) return { value: null, problem: t("paper.bad.empty", { name }) };
  const value = readHundredths(text);
  if (value === null) return { value, problem: t("paper.bad.not_number", { name }) };
  const shown = formatPlain(value);
  if (value > maximum) return { value, problem: t("paper.bad.above", { name, value: shown, maximum: formatPlain(maximum) }) };
  if (value % step !== 0 && value !== maximum) {
    return { value, problem: t("paper.bad.off_step", { name, value: shown, step: formatPlain(step) }) };
  }
  return { value, problem: "" };
}

export { formatMark, formatPlain };
export { total } from "./judge-marks.js";
