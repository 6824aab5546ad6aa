// One namespace's link to the server: websocket first, an HTTP poll of the same picture while it says nothing.
import { io } from "../../vendor/socket.io.esm.min.js";
import { request } from "./api.js";
import { observe } from "./clock.js";

const POLL_EVERY = 3000;
const POLL_AFTER = 2500;
const SILENT = 13000; // the server pings every 10 s
const PROBE = 3000; // within which a socket that is asked must answer
const SLEPT = 5000; // a gap between two ticks that only sleep explains
const TICK = 1000;

// connect({namespace: "/judge", pollPath, store, hello, events}) ->
//   emit(name, payload, ack)  sends when linked, otherwise drops it and returns false
//   status()  {state: "live"|"polling"|"stale", since, last}: since that state began, last contact, in ms of
//             performance.now(), which nobody can turn
//   onStatus(fn)  fn(status) now and at each turn; resync(); rebuild(); look() polls at once; close() for good
//   refused()  {status, error} of the last refused poll, or null; foreign()  somebody else answers in the server's place
// hello(emit) is called after each connect; events: {name: fn} for messages beyond the picture.
// `connected` is never believed: whoever says nothing for too long is left, and polled meanwhile.
export function connect(options) {
  const at = performance.now();
  const link = { status: { state: "stale", since: at, last: null }, listeners: [], refused: null, foreign: false, closed: false, askedAt: null, busy: false };
  link.socket = io(options.namespace, {
    path: "/socket.io", transports: ["websocket"], upgrade: false,
    reconnectionDelay: 400, reconnectionDelayMax: 3000, randomizationFactor: 0.5, timeout: 6000,
  });
  link.options = options;
  link.heardAt = at;
  link.emit = (name, payload, ack) => {
    if (!link.socket.connected) return false;
    if (ack) link.socket.emit(name, payload, ack);
    else link.socket.emit(name, payload);
    return true;
  };
  listen(link);
  watch(link);
  returns(link);
  return {
    emit: link.emit,
    status: () => link.status,
    onStatus(fn) {
      link.listeners.push(fn);
      fn(link.status);
    },
    resync: () => link.emit("resync"),
    refused: () => link.refused,
    foreign: () => link.foreign,
    rebuild: () => rebuild(link),
    look: () => poll(link),
    close() {
      link.closed = true;
      link.socket.disconnect();
    },
  };
}

function turn(link, state) {
  const before = link.status;
  const at = performance.now();
  link.status = { state, since: before.state === state ? before.since : at, last: state === "stale" ? before.last : at };
  if (before.state !== state) link.listeners.forEach((fn) => fn(link.status));
}

function heard(link) {
  link.heardAt = performance.now();
  link.askedAt = null;
}

function listen(link) {
  const { socket, options } = link;
  const take = (form) => (message) => {
    heard(link);
    observe(message.at);
    turn(link, "live");
    if (options.store.apply(message, form)) link.emit("resync");
  };
  const again = (wait) => setTimeout(() => {
    if (!link.closed) socket.connect();
  }, wait);
  socket.on("snapshot", take("snapshot"));
  socket.on("change", take("change"));
  socket.on("connect", () => {
    heard(link);
    link.refused = null;
    if (options.hello) options.hello(link.emit);
  });
  socket.on("disconnect", (reason) => {
    turn(link, "stale");
    // The client retries by itself except when the server cut it on purpose.
    if (reason === "io server disconnect") again(1500);
  });
  socket.on("connect_error", () => {
    if (link.status.state === "live") turn(link, "stale");
    if (!socket.active) again(3000);
  });
  socket.io.on("ping", () => {
    if (!socket.connected) return;
    if (link.askedAt === null) heard(link);
    if (link.status.state === "live") link.status.last = performance.now();
  });
  const events = options.events || {};
  Object.keys(events).forEach((name) => socket.on(name, events[name]));
}

// always: also while the link seems to live, since a picture never undoes a later one.
async function poll(link, always) {
  const { options } = link;
  if (!options.pollPath || link.busy || link.closed || (link.status.state === "live" && !always)) return;
  link.busy = true;
  const { epoch } = options.store.seen();
  let found = false;
  try {
    const answer = await request("GET", options.pollPath, null, { seconds: 6 });
    const { status, body } = answer;
    const error = body && body.error;
    link.foreign = false;
    link.refused = status >= 400 && status < 500 && error ? { status, error } : null;
    found = status === 200 && Boolean(body && body.parts && body.epoch);
    // An answer of before a restart must not undo what the new server has said meanwhile.
    if (found && (always || link.status.state !== "live") && options.store.seen().epoch === epoch) {
      observe(body.at);
      options.store.apply(body, "snapshot");
    }
  } catch (failure) {
    link.foreign = Boolean(failure.foreign);
  }
  link.busy = false;
  if (link.status.state === "live") return;
  turn(link, found ? "polling" : "stale");
  if (found) link.emit("resync");
}

// Looks every second: a socket that is silent too long, or a device that slept, is no link.
function watch(link) {
  let ticked = performance.now();
  let wall = Date.now();
  setInterval(() => {
    const at = performance.now();
    const gap = Math.max(at - ticked, Date.now() - wall);
    ticked = at;
    wall = Date.now();
    if (link.closed) return;
    const asked = link.askedAt !== null && at - link.askedAt > PROBE;
    if (gap > SLEPT && document.visibilityState !== "hidden") rebuild(link);
    else if (link.socket.connected && (asked || at - link.heardAt > SILENT)) rebuild(link);
  }, TICK);
  setTimeout(() => poll(link), POLL_AFTER);
  setInterval(() => poll(link), POLL_EVERY);
}

function rebuild(link) {
  if (link.closed) return;
  heard(link);
  link.socket.disconnect();
  turn(link, "stale");
  link.socket.connect();
  poll(link);
}

// A socket that looks open may deliver nothing: it is asked, and left when it does not answer.
function probe(link) {
  if (!link.emit("resync")) {
    rebuild(link);
    return;
  }
  if (link.askedAt === null) link.askedAt = performance.now();
  poll(link, true);
}

function returns(link) {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" && !link.closed) probe(link);
  });
  document.addEventListener("resume", () => rebuild(link));
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) rebuild(link);
  });
  window.addEventListener("online", () => rebuild(link));
  window.addEventListener("offline", () => turn(link, "stale"));
}
