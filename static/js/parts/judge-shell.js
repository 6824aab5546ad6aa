// What makes the page open without the server: its worker with the shell, and the last picture on this device.
import { byId, el, replace } from "../lib/dom.js";
import { lang, t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";

const WORKER = "/judge-worker.js";
const PREFIX = "liangfen-judge-";
const PICTURE = "liangfen:picture";
const TOLD = "liangfen:device";
const KEPT = "kept";
const PATIENCE = 1500;
const ANSWER = 4000;
const QUIET = 500;
const READY = 15000;

// keepPicture(store): the last picture stays on this device, and is shown while none comes from the server.
export function keepPicture(store) {
  let timer = null;
  const write = () => {
    timer = null;
    const { epoch, at } = store.seen();
    if (epoch === KEPT || !store.part("me")) return;
    const parts = {};
    store.names("").filter((name) => name !== "changes").forEach((name) => {
      parts[name] = store.part(name);
    });
    put({ epoch: KEPT, seq: 0, at, parts });
  };
  store.on("", () => {
    if (!timer) timer = setTimeout(write, QUIET);
  });
  window.addEventListener("pagehide", write);
  setTimeout(() => {
    const last = read();
    if (last && !store.part("me")) store.apply(last, "snapshot");
  }, navigator.onLine === false ? 0 : PATIENCE);
}

function put(picture) {
  try {
    window.localStorage.setItem(PICTURE, JSON.stringify(picture));
  } catch (error) {
    forget();
  }
}

function read() {
  try {
    return JSON.parse(window.localStorage.getItem(PICTURE));
  } catch (error) {
    return null;
  }
}

// Another card was accepted here: what the judge before saw is nobody's any more.
export async function accepted() {
  forget();
  try {
    const registration = await navigator.serviceWorker.getRegistration("/judge");
    if (registration.active) await tell(registration.active, { act: "hello", language: lang });
  } catch (error) {
    // No worker: the page comes from the server, which knows the language.
    return false;
  }
  return true;
}

function forget() {
  try {
    window.localStorage.removeItem(PICTURE);
  } catch (error) {
    return false;
  }
  return true;
}

// startShell({link, waiting()}) -> {update(), offline}: waiting() counts what has not reached the server;
// offline resolves to "ready" | "http" | "none" | "failed": whether this page opens again without the server.
export function startShell({ link, waiting }) {
  const shell = { registration: null, offered: null, swapping: false, waiting };
  const offline = register(shell);
  let live = true;
  link.onStatus((status) => {
    const back = status.state !== "stale";
    if (back && !live) look(shell);
    live = back;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look(shell);
  });
  return { offline, update: () => offer(shell) };
}

function enrol() {
  return navigator.serviceWorker.register(WORKER, { scope: "/judge" });
}

async function register(shell) {
  if (window.isSecureContext === false) return "http";
  try {
    if (!navigator.serviceWorker || !window.caches) return "none";
    shell.registration = await enrol();
    shell.registration.addEventListener("updatefound", () => follow(shell));
    const worker = await within(READY, navigator.serviceWorker.ready);
    if (!worker) return "failed";
    await greet(shell);
    follow(shell);
    look(shell);
    return "ready";
  } catch (error) {
    await leaveIfGone(shell);
    return "failed";
  }
}

function within(ms, promise) {
  return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, ms, null))]);
}

function tell(worker, message) {
  const channel = new MessageChannel();
  const answer = new Promise((resolve) => {
    channel.port1.onmessage = (event) => resolve(event.data);
  });
  worker.postMessage(message, [channel.port2]);
  return within(ANSWER, answer);
}

async function greet(shell) {
  const worker = shell.registration.active;
  const answer = worker && await tell(worker, { act: "hello", language: lang });
  if (answer && answer.newer) shell.offered = worker;
}

// A newer worker counts once it has everything; the very first one has nothing to take the place of.
function follow(shell) {
  const { installing, waiting } = shell.registration;
  const settle = () => {
    if (shell.registration.waiting && shell.registration.active) shell.offered = shell.registration.waiting;
    offer(shell);
  };
  if (installing) installing.addEventListener("statechange", settle);
  if (waiting) settle();
}

async function look(shell) {
  if (!shell.registration) return;
  try {
    // An installation that failed left nothing that could be renewed.
    if (shell.registration.active) await shell.registration.update();
    else shell.registration = await enrol();
  } catch (error) {
    await leaveIfGone(shell);
  }
}

// A server that has no worker any more takes this one back; a server out of reach does not.
async function leaveIfGone(shell) {
  try {
    const answer = await fetch(WORKER, { method: "HEAD", cache: "no-store" });
    if (answer.status !== 404 && answer.status !== 410) return;
    const old = shell.registration || await navigator.serviceWorker.getRegistration("/judge");
    if (old) await old.unregister();
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.indexOf(PREFIX) === 0).map((name) => caches.delete(name)));
    shell.offered = null;
  } catch (error) {
    shell.offered = null;
  }
}

function offer(shell) {
  const place = byId("shell");
  const form = !shell.offered ? "" : shell.waiting() ? "later" : "now";
  if (place.dataset.form === form || shell.swapping) return;
  place.dataset.form = form;
  const press = el("button", { class: "button button-small", attrs: { type: "button", "data-act": "swap" }, on: { click: () => swap(shell) } }, t("device.new_version"));
  const words = el("p", { class: "band-text", text: t("device.new_later") });
  replace(place, form ? el("div", { class: "band band-act", attrs: { "data-band": "version" } }, icon("back"), form === "now" ? press : words) : null);
}

async function swap(shell) {
  if (shell.swapping || shell.waiting()) return;
  shell.swapping = true;
  const answer = await tell(shell.offered, { act: "swap" });
  if (answer && !shell.waiting()) window.location.reload();
  shell.swapping = false;
}

// Whether this device's judge was already told what it can do, as far as the device remembers.
export function told() {
  return [() => window.localStorage, () => window.sessionStorage].some((shelf) => {
    try {
      return shelf().getItem(TOLD) !== null;
    } catch (error) {
      return false;
    }
  });
}

export function rememberTold() {
  return [() => window.localStorage, () => window.sessionStorage].some((shelf) => {
    try {
      shelf().setItem(TOLD, "1");
      return true;
    } catch (error) {
      return false;
    }
  });
}

// The screen stays on while this page is seen; the browser lets go whenever it is not.
export function keepAwake() {
  const ask = () => {
    if (navigator.wakeLock && document.visibilityState === "visible") navigator.wakeLock.request("screen").catch(() => null);
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
