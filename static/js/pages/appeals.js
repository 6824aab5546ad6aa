// The appeals register: the server writes the page; here are its forms and the print of a calculation sheet.
import { byId } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { takeForms } from "../parts/appeal-forms.js";
import { calculationPlace } from "../parts/ledger-calculation.js";

const opened = document.querySelector(".appeal");

takeForms(opened ? opened.dataset.appeal : "");
if (opened) {
  calculationPlace(byId("calculation"), opened.dataset.entry, t("appeals.print_now"));
  byId("opened").focus();
}
document.body.dataset.ready = "true";
