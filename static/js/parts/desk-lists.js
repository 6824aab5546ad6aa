// The lists of a desk page: asked for at once, and again soon after something was recorded or a wait has run out.
import { byId } from "../lib/dom.js";
import { everySecond, now } from "../lib/clock.js";
import { connect } from "../lib/socket.js";
import { createStore } from "../lib/store.js";
import { tickWaiting } from "./decisions-waiting.js";

export const SLOW = { seconds: 60 };
const SOON = 1200; // ms that facts may gather before the lists are asked for again

// fetchAll asks and draws; waiting() gives the changes that wait for a second person, as they are shown.
export function createLists(fetchAll, waiting) {
  const turn = { timer: null, loading: false, again: false, seq: null };

  async function load() {
    if (turn.loading) {
      turn.again = true;
      return;
    }
    turn.loading = true;
    await fetchAll();
    turn.loading = false;
    document.body.dataset.ready = "true";
    if (!turn.again) return;
    turn.again = false;
    await load();
  }

  function loadSoon() {
    if (turn.timer) return;
    turn.timer = setTimeout(() => {
      turn.timer = null;
      load();
    }, SOON);
  }

  function onServer(store) {
    const seq = (store.part("server") || {}).seq;
    if (turn.seq !== null && seq !== turn.seq) loadSoon();
    turn.seq = seq === undefined ? turn.seq : seq;
  }

  function follow() {
    const store = createStore();
    store.on("", () => onServer(store));
    connect({ namespace: "/desk", pollPath: "/api/v1/desk/picture", store });
    everySecond(() => {
      tickWaiting(byId("waiting-list"), waiting());
      if (waiting().some((change) => change.until < now() - SOON)) loadSoon();
    });
  }

  return { load, begin: () => load().then(follow) };
}
