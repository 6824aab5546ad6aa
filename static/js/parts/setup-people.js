// People: staff with their one-time links, judges with their cards and logins.
import { el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { formatTime } from "../lib/clock.js";
import { ask, refusalPlace } from "./desk-command.js";
import { askCommand, closeDialog, showLink } from "./desk-dialog.js";

const ROLES = ["secretariat", "host", "timekeeper", "scorer", "auditor", "supervisor"];

function act(command, label, about, on) {
  return el("button", { class: "button", text: label, on: { click: on }, attrs: { type: "button", "data-command": command, "data-about": about } });
}

function askEnd(login, name, reload) {
  askCommand({ command: "end-login", title: t("setup.end_login_of", { name }), text: t("setup.end_login_text"), confirm: t("setup.end_login"),
    payload: { login: login.id }, done: () => {
      closeDialog();
      reload();
    } });
}

function loginList(person, reload) {
  const logins = person.logins || [];
  if (!logins.length) return el("span", { class: "chip chip-off", text: t("setup.no_login") });
  return el("ul", { class: "logins" }, logins.map((login) => el("li", {},
    el("span", { class: "chip chip-ok", text: t("setup.signed_in", { time: login.opened_at ? formatTime(login.opened_at) : "" }) }),
    el("span", { class: "muted device", text: login.device || "" }),
    act("end-login", t("setup.end_login"), login.id, () => askEnd(login, person.name, reload)))));
}

function askCard(kind, person, reload) {
  const payload = {};
  payload[kind] = person.id;
  askCommand({ command: "issue-card", title: t(kind === "judge" ? "setup.card_of" : "setup.link_of", { name: person.name }),
    text: t(kind === "judge" ? "setup.card_text" : "setup.link_text"), confirm: t(kind === "judge" ? "setup.new_card" : "setup.new_link"),
    payload, done: (body) => {
      showLink(t(kind === "judge" ? "setup.card_of" : "setup.link_of", { name: person.name }), body);
      reload();
    } });
}

function askStaff(reload) {
  askCommand({ command: "add-staff", title: t("setup.add_staff"), text: t("setup.add_staff_text"), confirm: t("setup.add_staff"),
    fields: [{ name: "name", label: t("setup.name") }, { name: "role", label: t("setup.role"), value: "host",
      options: ROLES.map((role) => ({ value: role, text: t("setup.role_" + role) })) }],
    payload: {}, done: (body) => {
      showLink(t("setup.add_staff"), body);
      reload();
    } });
}

function askRole(person, reload) {
  askCommand({ command: "change-role", title: t("setup.change_role_of", { name: person.name }), text: t("setup.change_role_text"), confirm: t("setup.change_role"),
    fields: [{ name: "role", label: t("setup.role"), value: person.role, options: ROLES.map((role) => ({ value: role, text: t("setup.role_" + role) })) }],
    payload: { staff_id: person.id }, done: () => {
      closeDialog();
      reload();
    } });
}

function askRemoval(person, reload) {
  askCommand({ command: "remove-staff", title: t("setup.remove_staff_of", { name: person.name }), text: t("setup.remove_staff_text"), confirm: t("setup.remove_staff"),
    payload: { staff_id: person.id }, done: () => {
      closeDialog();
      reload();
    } });
}

function table(caption, heads, rows) {
  return el("table", { class: "people" }, el("caption", { text: caption }),
    el("thead", {}, el("tr", {}, heads.map((name) => el("th", { text: t("setup." + name), attrs: { scope: "col" } })))), el("tbody", {}, rows));
}

function staffRow(person, reload) {
  return el("tr", { attrs: { "data-staff": person.id } }, el("th", { text: person.name, attrs: { scope: "row" } }),
    el("td", { text: t("setup.role_" + person.role) }), el("td", {}, loginList(person, reload)),
    el("td", {}, el("div", { class: "people-acts" }, act("issue-card", t("setup.new_link"), person.id, () => askCard("staff", person, reload)),
      act("change-role", t("setup.change_role"), person.id, () => askRole(person, reload)), act("remove-staff", t("setup.remove_staff"), person.id, () => askRemoval(person, reload)))));
}

function judgeRow(person, reload) {
  const seats = (person.seats || []).map((place) => t("setup.place", { session: place.session, seat: place.seat })).join(" ");
  return el("tr", { attrs: { "data-judge": person.id } }, el("th", { text: person.name, attrs: { scope: "row" } }),
    el("td", { text: person.id }), el("td", { text: seats || t("setup.no_seat") }), el("td", {}, loginList(person, reload)),
    el("td", {}, act("issue-card", t("setup.new_card"), person.id, () => askCard("judge", person, reload))));
}

// Draw the people into node, asking the server anew.
export async function drawPeople(node) {
  const place = refusalPlace("people");
  if (!node.querySelector("table")) replace(node, el("p", { class: "muted", text: t("setup.loading") }), place);
  const people = await ask("GET", "/api/v1/desk/people", null, place);
  if (!people || !node.isConnected || node.dataset.sheet !== "people") return;
  const reload = () => drawPeople(node);
  replace(node, el("div", { class: "people-head" }, act("add-staff", t("setup.add_staff"), "", () => askStaff(reload)),
    el("a", { class: "button", text: t("setup.cards"), attrs: { href: "/desk/cards", target: "_blank", rel: "noopener" } }),
    act("reload-people", t("setup.reload"), "", reload)), place,
  table(t("setup.staff"), ["name", "role", "login", "act"], (people.staff || []).map((person) => staffRow(person, reload))),
  table(t("setup.judges"), ["name", "number", "seat", "login", "act"], (people.judges || []).map((person) => judgeRow(person, reload))));
}

