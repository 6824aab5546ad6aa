// The desk's way to the pages where the contest is mended and decided.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { openDialog } from "./desk-dialog.js";
import { can } from "./desk-say.js";

const PAGES = [["asides", "see-asides"], ["corrections", "see-changes"], ["decisions", "see-results"], ["appeals", "see-appeals"], ["ledger", "see-ledger"], ["status", "see-status"]];

function entrance(name, address) {
  return el("li", {}, el("a", { class: "button", attrs: { href: address || "/desk/" + name, "data-page-link": name } }, el("span", { text: t("desk." + name) })),
    el("span", { class: "muted", text: t("desk.about_" + name) }));
}

export function openPages(contest) {
  openDialog("pages", t("desk.mend"), el("ul", { class: "held-list page-list" },
    PAGES.filter((page) => can(contest, page[1])).map((page) => entrance(page[0])),
    entrance("account", "/account")));
}
