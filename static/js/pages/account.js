// The own account: who I am, where I am logged in, and a new password.
import { byId, el, replace } from "../lib/dom.js";
import { lang, spoken, t } from "../lib/i18n.js";
import { ask } from "../parts/desk-command.js";

const API = "/api/v1/account";
const time = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : "zh-CN", { timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
const when = (ms) => time.format(new Date(ms));

function note(words) {
  replace(byId("note"), el("span", { text: words }));
  byId("note").hidden = !words;
}

function loginRow(login) {
  const about = t("account.login", { device: login.device || t("account.unknown"), opened: when(login.opened_at), used: when(login.used_at) });
  const end = el("button", { class: "button", text: t("account.end"), attrs: { type: "button", "data-login": login.id, "aria-label": t("account.end") + " " + about },
    on: { click: async () => {
      if (await ask("POST", API + "/end-login", { login: login.id }, byId("refusal"))) {
        note(t("account.ended"));
        load();
      }
    } } });
  return el("li", { class: "account-login" }, el("span", { text: about }), login.here ? el("strong", { class: "chip chip-act", text: t("account.here") }) : end);
}

function draw(mine) {
  replace(byId("who"), mine.name);
  replace(byId("who-more"), spoken(mine.role) + " · " + mine.id);
  byId("user").value = mine.id;
  replace(byId("logins-about"), t("account.about_logins", { hours: mine.unused_hours, days: mine.oldest_days }));
  replace(byId("logins"), mine.logins.map(loginRow));
  byId("end-others").hidden = mine.logins.length < 2;
  byId("old-field").hidden = !mine.has_password;
  replace(byId("password-about"), t(mine.has_password ? "account.about_password" : "account.about_first_password", { shortest: mine.shortest }));
  document.body.dataset.ready = "true";
}

async function load() {
  const mine = await ask("GET", API, null, byId("refusal"));
  if (mine) draw(mine);
}

async function change(event) {
  event.preventDefault();
  const place = byId("password-refusal");
  if (byId("new").value !== byId("again").value) {
    replace(place, t("account.differs"));
    byId("again").focus();
    return;
  }
  const done = await ask("POST", API + "/password", { old: byId("old").value, new: byId("new").value }, place);
  if (!done) return;
  byId("password").reset();
  note(t("account.changed"));
  byId("note").scrollIntoView({ block: "center" });
  load();
}

byId("password").addEventListener("submit", change);
byId("end-others").addEventListener("click", async () => {
  const done = await ask("POST", API + "/end-others", {}, byId("refusal"));
  if (!done) return;
  note(t("account.ended_n", { count: done.ended }));
  load();
});
byId("leave").addEventListener("click", async () => {
  if (await ask("POST", "/api/v1/leave/staff", {}, byId("refusal"))) window.location.replace("/enter");
});
load();
