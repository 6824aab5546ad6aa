// Everything about one entry: the server writes it, here is only its print.
import { byId } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { calculationPlace } from "../parts/ledger-calculation.js";

calculationPlace(byId("calculation"), byId("work").dataset.entry, t("ledger.calculation"));
document.body.dataset.ready = "true";
