// What this device keeps by itself: drafts, the outbox, the last picture. IndexedDB, else localStorage, else only this page.
import { newId } from "../lib/sha256.js";

const STORES = { drafts: "key", outbox: "id" };
const NAMES = Object.keys(STORES);
const PREFIX = "liangfen";
const PATIENCE = 2000; // for opening
const WRITE = 1500; // for one write; a store that hangs longer is left
const CLIMB = 20000; // between looks whether a better store is back
const CLAIM = "~tab"; // which page of this browser may write: the one opened last
const CLAIMED = "claimed";

const keyOf = (store, record) => record[STORES[store]];
const newer = (a, b) => (a.rev || 0) > (b ? b.rev || 0 : -1);

// openMemory() -> {form(): "database" | "local" | "page", all(store), get(store, key), put(store, record), remove(store, key)}
// put and remove resolve within a bounded time: kept, or the form has fallen. onFall(fn) tells; onClaimed(fn) tells
// that another page of this browser has been opened since: this one writes no more.
export async function openMemory() {
  const held = { drafts: new Map(), outbox: new Map() };
  const state = { held, form: "page", back: null, local: null, tab: newId(), claimed: false, falls: [], claims: [] };
  listenForClaims(state);
  await climb(state);
  setInterval(() => {
    if (state.form !== "database" && !state.claimed) climb(state);
  }, CLIMB);
  return face(state);
}

function face(state) {
  const { held } = state;
  const keep = (store, record) => {
    const before = held[store].get(keyOf(store, record));
    record.rev = ((before && before.rev) || 0) + 1;
    held[store].set(keyOf(store, record), record);
    return write(state, store, JSON.parse(JSON.stringify(record)));
  };
  return {
    form: () => state.form,
    claimed: () => state.claimed,
    onFall: (fn) => state.falls.push(fn),
    onClaimed: (fn) => state.claims.push(fn),
    all: (store) => Array.from(held[store].values()).filter((record) => !record.gone),
    get(store, key) {
      const record = held[store].get(key);
      return record && !record.gone ? record : null;
    },
    put: keep,
    // A mark stays where it stood: a copy in another store must not come back to life.
    remove: (store, key) => keep(store, { [STORES[store]]: key, gone: true }),
  };
}

// The database takes its time: a page that is killed in this very moment finds the copy that localStorage takes at once.
async function write(state, store, record) {
  const { back } = state;
  if (!back || state.claimed) return;
  const quick = back.form === "database" ? state.local : null;
  try {
    if (quick) attempt(() => quick.put(store, record, true));
    await within(WRITE, back.put(store, record));
    if (quick && state.held[store].get(keyOf(store, record)).rev === record.rev) quick.drop(store, record);
  } catch (error) {
    if (error && error.message === CLAIMED) {
      if (quick) quick.drop(store, record);
      lose(state);
    } else if (state.back === back) await fall(state);
  }
}

function within(ms, work) {
  let timer = null;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error("too slow")), ms);
  });
  const done = () => clearTimeout(timer);
  Promise.resolve(work).then(done, done);
  return Promise.race([work, late]);
}

function lose(state) {
  if (state.claimed) return;
  state.claimed = true;
  state.claims.forEach((fn) => fn());
}

// Prompt word between pages of one browser; that no older page writes is seen to by each write itself.
function listenForClaims(state) {
  if (!window.BroadcastChannel) return;
  const mine = Date.now() + state.tab;
  const channel = new BroadcastChannel(PREFIX + "-judge");
  channel.onmessage = (event) => {
    if (String(event.data) > mine) lose(state);
  };
  channel.postMessage(mine);
}

// The best store that opens takes over with everything held here and everything kept in the lesser ones.
async function climb(state) {
  const before = state.form;
  const local = attempt(() => openLocal(state));
  state.local = local;
  const backs = [() => openDatabase(state), () => local];
  for (let i = 0; i < backs.length; i += 1) {
    try {
      const back = await within(PATIENCE * 2, backs[i]());
      if (!back || back.form === before) return;
      await settle(state, back, local);
      if (back.form !== "local" && local) empty(local);
      return;
    } catch (error) {
      if (state.claimed) return;
    }
  }
}

async function settle(state, back, local) {
  const stores = local && back !== local ? [back, local] : [back];
  const there = {};
  await within(PATIENCE, back.put("drafts", { key: CLAIM, tab: state.tab }, true));
  for (let i = 0; i < stores.length; i += 1) {
    for (let j = 0; j < NAMES.length; j += 1) {
      const shelf = state.held[NAMES[j]];
      (await within(PATIENCE, stores[i].all(NAMES[j]))).forEach((record) => {
        const key = keyOf(NAMES[j], record);
        if (key === CLAIM) return;
        if (stores[i] === back) there[NAMES[j] + key] = record.rev || 0;
        if (newer(record, shelf.get(key))) shelf.set(key, record);
      });
    }
  }
  await pour(state, back, there);
  Object.assign(state, { back, form: back.form });
  back.onLost(() => {
    if (state.back === back) fall(state);
  });
  state.falls.forEach((fn) => fn(state.form));
}

// Write what the store has not, or has in an older state; what is kept meanwhile too.
async function pour(state, back, there) {
  const lacking = () => [].concat(...NAMES.map((store) => Array.from(state.held[store].values())
    .filter((record) => there[store + keyOf(store, record)] !== (record.rev || 0)).map((record) => [store, record])));
  for (let left = lacking(); left.length; left = lacking()) {
    const [store, record] = left[0];
    const copy = JSON.parse(JSON.stringify(record));
    await within(WRITE, back.put(store, copy));
    there[store + keyOf(store, record)] = copy.rev || 0;
  }
}

// A store that refuses a write, hangs or is closed by the browser is left for the next one, with everything held so far.
async function fall(state) {
  const from = state.form;
  Object.assign(state, { back: null, form: "page" });
  const local = from === "database" && attempt(() => openLocal(state));
  try {
    if (local) await settle(state, local, local);
  } catch (error) {
    Object.assign(state, { back: null, form: "page" });
  }
  if (!state.back) state.falls.forEach((fn) => fn(state.form));
}

function attempt(make) {
  try {
    return make();
  } catch (error) {
    return null;
  }
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}

function opening() {
  const request = window.indexedDB.open(PREFIX + "-judge", 1);
  request.onupgradeneeded = () => {
    NAMES.forEach((store) => request.result.createObjectStore(store, { keyPath: STORES[store] }));
  };
  return asked(request);
}

async function openDatabase(state) {
  if (!window.indexedDB) throw new Error("no IndexedDB");
  const database = await within(PATIENCE, opening());
  // The claim is read in the very transaction that writes: a page that was frozen meanwhile writes nothing.
  const put = (store, record, claiming) => new Promise((resolve, reject) => {
    const work = database.transaction(NAMES, "readwrite");
    let lost = false;
    work.oncomplete = () => resolve();
    work.onerror = work.onabort = () => reject(lost ? new Error(CLAIMED) : work.error || new Error("aborted"));
    const write = () => {
      work.objectStore(store).put(record);
      if (work.commit) work.commit();
    };
    if (claiming) {
      write();
      return;
    }
    const claim = work.objectStore("drafts").get(CLAIM);
    claim.onsuccess = () => {
      lost = Boolean(claim.result) && claim.result.tab !== state.tab;
      if (lost) work.abort();
      else write();
    };
  });
  return {
    form: "database", put,
    all: (store) => asked(database.transaction(store).objectStore(store).getAll()),
    onLost(fn) {
      database.onclose = fn;
      database.onversionchange = () => {
        database.close();
        fn();
      };
    },
  };
}

const nameOf = (store, key) => [PREFIX, store, key].join(":");

function openLocal(state) {
  const shelf = window.localStorage;
  shelf.setItem(PREFIX + ":probe", "1");
  shelf.removeItem(PREFIX + ":probe");
  const keys = (store) => Object.keys(shelf).filter((key) => key.indexOf(nameOf(store, "")) === 0);
  const read = (key) => attempt(() => JSON.parse(shelf.getItem(key)));
  return {
    form: "local",
    all: (store) => keys(store).map(read).filter(Boolean),
    put(store, record, claiming) {
      const claim = claiming ? null : read(nameOf("drafts", CLAIM));
      if (claim && claim.tab !== state.tab) throw new Error(CLAIMED);
      shelf.setItem(nameOf(store, keyOf(store, record)), JSON.stringify(record));
    },
    onLost() {},
    drop: (store, record) => attempt(() => shelf.removeItem(nameOf(store, keyOf(store, record)))),
    forget: () => NAMES.forEach((store) => keys(store).forEach((key) => shelf.removeItem(key))),
  };
}

function empty(local) {
  attempt(() => local.forget());
}
