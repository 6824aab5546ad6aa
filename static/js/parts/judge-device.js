// What this device can do for its judge: looked at once after pairing, and again whenever the menu asks.
import { byId, el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { showDialog } from "./judge-menu.js";
import { rememberTold } from "./judge-shell.js";

const LINKED = 5000;
const FINE = ["database", "local", "ready", "live", "on", "granted", "https", "own"];
// The browser's word on clearing changes nothing that a judge could do during the contest.
const QUIET = ["stay"];

async function awake() {
  if (!navigator.wakeLock) return "off";
  try {
    await navigator.wakeLock.request("screen");
    return "on";
  } catch (error) {
    return "off";
  }
}

async function stay() {
  try {
    return (await navigator.storage.persist()) ? "granted" : "denied";
  } catch (error) {
    return "denied";
  }
}

function secure() {
  if (window.location.protocol === "https:") return "https";
  return window.isSecureContext ? "own" : "http";
}

// The first word of the live link, or what it is after the time that a slow one needs.
function linked(link) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(link.status().state), LINKED);
    link.onStatus((status) => {
      if (status.state === "live") resolve("live");
    });
  });
}

// [[aspect, state]] in the order in which they are said; device: {link, memory, shell}
async function findings({ link, memory, shell }) {
  const [offline, live, lit, kept] = await Promise.all([shell.offline, linked(link), awake(), stay()]);
  return [["keep", memory.form()], ["offline", offline], ["link", live], ["awake", lit], ["stay", kept], ["secure", secure()]];
}

function line([aspect, state]) {
  const fine = FINE.indexOf(state) >= 0;
  return el("li", { class: fine ? "device-fine" : "device-lack", attrs: { "data-aspect": aspect, "data-state": state } },
    icon(fine ? "tick" : "warn"), el("span", { text: t("device." + aspect + "." + state) }));
}

function put(away) {
  replace(byId("device"));
  document.removeEventListener("click", away, true);
  rememberTold();
}

// One line where all is well, gone with the next touch; else what is missing, until the judge has seen it.
function show(found) {
  const lacks = found.filter(([aspect, state]) => FINE.indexOf(state) < 0 && QUIET.indexOf(aspect) < 0);
  const place = byId("device");
  place.dataset.lacks = String(lacks.length);
  const away = () => put(away);
  if (!lacks.length) {
    document.addEventListener("click", away, true);
    replace(place, el("p", { class: "band device-ready" }, icon("tick"), t("device.fine")));
    return;
  }
  replace(place, el("section", { class: "band band-wait device-told", attrs: { "aria-label": t("device.title") } },
    el("ul", { class: "device-list" }, lacks.map(line)),
    el("button", { class: "button button-small", attrs: { type: "button", "data-act": "device-seen" }, on: { click: away } }, t("device.seen"))));
}

export async function tellDevice(device) {
  show(await findings(device));
}

export async function showDevice(device) {
  const dialog = showDialog("device-dialog", t("device.title"), el("p", { text: t("judge.connecting") }));
  const found = await findings(device);
  dialog.refill(el("ul", { class: "device-list" }, found.map(line)));
}
