// What this device keeps by itself: drafts and the outbox. IndexedDB, else localStorage, else only this page.

const STORES = { drafts: "key", outbox: "id" };
const PREFIX = "liangfen";
const PATIENCE = 2000;

// openMemory() -> {form: "database" | "local" | "page", all(store), get(store, key), put(store, record), remove(store, key)}
// put and remove resolve when the record is kept; form may fall while the page runs, onFall(fn) tells.
export async function openMemory() {
  const held = { drafts: new Map(), outbox: new Map() };
  const state = { form: "page", back: null, listeners: [] };
  const backs = [openDatabase, openLocal];
  for (let i = 0; i < backs.length && !state.back; i += 1) {
    try {
      const back = await backs[i]();
      await fill(held, back);
      state.back = back;
      state.form = back.form;
    } catch (error) {
      state.back = null;
    }
  }
  return face(held, state);
}

async function fill(held, back) {
  const names = Object.keys(STORES);
  for (let i = 0; i < names.length; i += 1) {
    const records = await back.all(names[i]);
    records.forEach((record) => held[names[i]].set(record[STORES[names[i]]], record));
  }
}

function face(held, state) {
  const through = async (work) => {
    if (!state.back) return;
    try {
      await work(state.back);
    } catch (error) {
      await fall(held, state);
    }
  };
  return {
    form: () => state.form,
    onFall: (fn) => state.listeners.push(fn),
    all: (store) => Array.from(held[store].values()),
    get: (store, key) => held[store].get(key) || null,
    put(store, record) {
      held[store].set(record[STORES[store]], record);
      return through((back) => back.put(store, JSON.parse(JSON.stringify(record))));
    },
    remove(store, key) {
      held[store].delete(key);
      return through((back) => back.remove(store, key));
    },
  };
}

// A store that refuses a write is left for the next one, with everything held so far.
async function fall(held, state) {
  const from = state.form;
  state.back = null;
  state.form = "page";
  if (from === "database") {
    try {
      const back = openLocal();
      Object.keys(STORES).forEach((store) => held[store].forEach((record) => back.put(store, record)));
      state.back = back;
      state.form = "local";
    } catch (error) {
      state.back = null;
    }
  }
  state.listeners.forEach((fn) => fn(state.form));
}

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function opening() {
  const request = window.indexedDB.open(PREFIX + "-judge", 1);
  request.onupgradeneeded = () => {
    Object.keys(STORES).forEach((store) => request.result.createObjectStore(store, { keyPath: STORES[store] }));
  };
  return asked(request);
}

async function openDatabase() {
  if (!window.indexedDB) throw new Error("no IndexedDB");
  const late = new Promise((resolve, reject) => setTimeout(() => reject(new Error("IndexedDB is slow")), PATIENCE));
  const database = await Promise.race([opening(), late]);
  // Done means that the transaction is, not that the request was taken.
  const write = (store, act) => new Promise((resolve, reject) => {
    const work = database.transaction(store, "readwrite");
    work.oncomplete = () => resolve();
    work.onerror = work.onabort = () => reject(work.error);
    act(work.objectStore(store));
  });
  return {
    form: "database",
    all: (store) => asked(database.transaction(store).objectStore(store).getAll()),
    put: (store, record) => write(store, (shelf) => shelf.put(record)),
    remove: (store, key) => write(store, (shelf) => shelf.delete(key)),
  };
}

function openLocal() {
  const shelf = window.localStorage;
  const name = (store, key) => [PREFIX, store, key].join(":");
  shelf.setItem(PREFIX + ":probe", "1");
  shelf.removeItem(PREFIX + ":probe");
  return {
    form: "local",
    all(store) {
      const records = [];
      for (let i = 0; i < shelf.length; i += 1) {
        const key = shelf.key(i);
        if (key.indexOf(name(store, "")) === 0) records.push(JSON.parse(shelf.getItem(key)));
      }
      return records;
    },
    put: (store, record) => shelf.setItem(name(store, record[STORES[store]]), JSON.stringify(record)),
    remove: (store, key) => shelf.removeItem(name(store, key)),
  };
}
