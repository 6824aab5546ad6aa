// Keeps the judge's page for when the server is out of reach: one version at a time, whole, and nothing else.
// The server sets SHELL = {version, files: [[address, integrity]]} before these lines. What the page asks of the
// server itself (/api, /socket.io) and every other page never pass through here.
/* global SHELL */

const PREFIX = "liangfen-judge-";
const OWN = PREFIX + SHELL.version;
const NOTES = PREFIX + "notes";
const UNANSWERED = 3;

async function note(name, value) {
  const notes = await caches.open(NOTES);
  await notes.put("/judge-note/" + name, new Response(value));
}

async function noted(name) {
  const kept = await caches.match("/judge-note/" + name, { cacheName: NOTES });
  return kept ? kept.text() : "";
}

// Each file has to be the very one that the version means: a shell of two versions is never kept.
async function fill() {
  const cache = await caches.open(OWN);
  await Promise.all(SHELL.files.map(async ([address, integrity]) => {
    const answer = await fetch(address, { integrity, cache: "no-cache", credentials: "same-origin" });
    if (!answer.ok) throw new Error(address + ": " + answer.status);
    await cache.put(address, answer);
  }));
}

async function install() {
  try {
    await fill();
  } catch (error) {
    if ((await current()) !== OWN) await caches.delete(OWN);
    throw error;
  }
}

// The version that pages are served from: an older one stays until a page asks for the swap.
async function current() {
  const name = await noted("version");
  return name && (await caches.has(name)) ? name : "";
}

async function take() {
  await note("version", OWN);
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.indexOf(PREFIX) === 0 && name !== OWN && name !== NOTES).map((name) => caches.delete(name)));
}

async function activate() {
  if (!(await current())) await take();
  await self.clients.claim();
}

async function languageOf(url) {
  const asked = url.searchParams.get("lang");
  if (asked !== "zh" && asked !== "en") return (await noted("language")) || "zh";
  await note("language", asked);
  return asked;
}

// An older page that never came to life must not keep the newer one away for ever.
async function opened() {
  const count = Number(await noted("opened")) + 1;
  await note("opened", String(count));
  if (count > UNANSWERED && (await current()) !== OWN) await take();
}

async function kept(address) {
  return caches.match(address, { cacheName: (await current()) || OWN, ignoreSearch: true });
}

async function answerPage(request, url) {
  try {
    const language = await languageOf(url);
    await opened();
    const page = await kept("/judge-shell/" + language);
    if (page) return page;
  } catch (error) {
    return fetch(request);
  }
  return fetch(request);
}

async function answerFile(request) {
  let found = null;
  try {
    found = await kept(request);
  } catch (error) {
    found = null;
  }
  return found || fetch(request);
}

const acts = {
  // A page came up: its language is the device's, and it learns whether a newer version is at hand.
  async hello({ language }) {
    if (language) await note("language", language);
    await note("opened", "0");
    return { newer: (await current()) !== OWN };
  },
  async swap() {
    await take();
    await self.skipWaiting();
    return { swapped: true };
  },
};

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  const said = event.data || {};
  if (!Object.prototype.hasOwnProperty.call(acts, said.act)) return;
  event.waitUntil(acts[said.act](said).then((answer) => event.ports[0] && event.ports[0].postMessage(answer)));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === "/judge") {
    event.respondWith(answerPage(request, url));
    // The server keeps the choice of language for its other pages.
    if (url.search) event.waitUntil(fetch(url.href, { credentials: "same-origin" }).catch(() => null));
  } else if (url.pathname.indexOf("/static/") === 0) event.respondWith(answerFile(request));
});
