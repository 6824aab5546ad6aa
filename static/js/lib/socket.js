// One namespace's link to the server: websocket first, an HTTP poll of the same picture when there is none.
import { io } from "../../vendor/socket.io.esm.min.js";
import { request } from "./api.js";
import { observe } from "./clock.js";

const POLL_EVERY = 3000;
const POLL_AFTER = 2500;
const ASLEEP = 10000;

// connect({namespace: "/judge", pollPath, store, hello, events}) ->
//   emit(name, payload, ack)  sends when linked, otherwise drops it and returns false
//   status()  {state: "live"|"polling"|"stale", since: local ms when that state began, last: local ms of last contact}
//   onStatus(fn)  fn(status) now and at each turn; resync(); refused()  status of the last refused poll, or null
// hello(emit) is called after each connect; events: {name: fn} for messages beyond the picture.
export function connect(options) {
  const link = { status: { state: "stale", since: Date.now(), last: null }, listeners: [], refused: null };
  const socket = io(options.namespace, {
    path: "/socket.io", transports: ["websocket"], upgrade: false,
    reconnectionDelay: 400, reconnectionDelayMax: 3000, randomizationFactor: 0.5, timeout: 6000,
  });
  const emit = (name, payload, ack) => {
    if (!socket.connected) return false;
    if (ack) socket.emit(name, payload, ack);
    else socket.emit(name, payload);
    return true;
  };
  listen(socket, link, options, emit);
  pollWhileApart(socket, link, options);
  rebuildOnReturn(socket, link);
  return {
    emit,
    status: () => link.status,
    onStatus(fn) {
      link.listeners.push(fn);
      fn(link.status);
    },
    resync: () => emit("resync"),
    refused: () => link.refused,
    rebuild: () => rebuild(socket),
  };
}

function turn(link, state) {
  const before = link.status;
  const last = state === "stale" ? before.last : Date.now();
  const since = before.state === state ? before.since : Date.now();
  link.status = { state, since, last };
  if (before.state !== state) link.listeners.forEach((fn) => fn(link.status));
}

function listen(socket, link, options, emit) {
  const take = (form) => (message) => {
    observe(message.at);
    turn(link, "live");
    if (options.store.apply(message, form)) emit("resync");
  };
  socket.on("snapshot", take("snapshot"));
  socket.on("change", take("change"));
  socket.on("connect", () => {
    link.refused = null;
    if (options.hello) options.hello(emit);
  });
  socket.on("disconnect", (reason) => {
    turn(link, "stale");
    // The client retries by itself except when the server cut it on purpose.
    if (reason === "io server disconnect") setTimeout(() => socket.connect(), 1500);
  });
  socket.on("connect_error", () => {
    if (link.status.state === "live") turn(link, "stale");
    if (!socket.active) setTimeout(() => socket.connect(), 3000);
  });
  socket.io.on("ping", () => {
    if (socket.connected) link.status.last = Date.now();
  });
  const events = options.events || {};
  Object.keys(events).forEach((name) => socket.on(name, events[name]));
}

function pollWhileApart(socket, link, options) {
  if (!options.pollPath) return;
  let busy = false;
  const poll = async () => {
    if (socket.connected || busy) return;
    busy = true;
    try {
      const answer = await request("GET", options.pollPath, null, { seconds: 6 });
      link.refused = answer.status >= 400 && answer.status < 500 ? answer.status : null;
      if (answer.status === 200 && answer.body && !socket.connected) {
        observe(answer.body.at);
        options.store.apply(answer.body, "snapshot");
        turn(link, "polling");
      } else if (!socket.connected) turn(link, "stale");
    } catch (error) {
      if (!socket.connected) turn(link, "stale");
    }
    busy = false;
  };
  setTimeout(poll, POLL_AFTER);
  setInterval(poll, POLL_EVERY);
}

function rebuild(socket) {
  socket.disconnect();
  socket.connect();
}

// A tablet that slept keeps a socket that looks open and delivers nothing.
function rebuildOnReturn(socket, link) {
  let hiddenAt = null;
  const back = () => {
    const slept = hiddenAt !== null && Date.now() - hiddenAt > ASLEEP;
    hiddenAt = null;
    if (slept || !socket.connected) rebuild(socket);
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") hiddenAt = Date.now();
    else back();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) rebuild(socket);
  });
  window.addEventListener("online", () => rebuild(socket));
  window.addEventListener("offline", () => turn(link, "stale"));
}
