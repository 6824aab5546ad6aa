// A place to print one entry's calculation sheet from.
import { t } from "../lib/i18n.js";
import { printPlace } from "./papers-job.js";

// Put it into holder, if the page has one: who may not print is given none.
export function calculationPlace(holder, entry, label) {
  if (!holder) return;
  const title = t("ledger.calculation_of", { entry });
  holder.append(printPlace({ name: "calculations", title, label, about: title, plain: true,
    payload: () => ({ paper: "calculations", entry }) }).node);
}
