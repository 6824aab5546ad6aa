// Ballots on their way. A record keeps its id and hash until the server has answered for good.
import { NetworkError, errorOf, request } from "../lib/api.js";
import { canonical, newId, sha256 } from "../lib/sha256.js";
import { hashed } from "./judge-marks.js";

const FIRST_WAIT = 700;
const LONGEST_WAIT = 12000;
const PASSING = [401, 407, 408, 425, 429];
// Refusals of who asks, or of the way there, not of the ballot: another judge's login, another version of the server.
const ELSEWHERE = ["not_your_ballot", "not_your_role", "no_such_page"];
const KEPT_FOR_A_RESTORE = 3600 * 1000; // ms: a copy that is brought back is a minute old
const NOT_YET = ["not_started", "not_in_panel"]; // of a restored contest that has yet to come to this entry again

// A comment that both sides hash alike: composed, without control, direction and half characters.
export function cleanText(text) {
  const kept = text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  return Array.from(kept).filter((sign) => sign.length > 1 || !/[\ud800-\udfff]/.test(sign)).join("").normalize("NFC");
}

// The record of a ballot about to be sent, from a draft. States: waiting, sent, late, aside (a device that was taken over), conflict, refused.
export function ballotOf(draft, judge, at) {
  const body = {
    id: newId(), entry: draft.entry, judge, round: "presentation", base: draft.base,
    rubric: draft.rubric, kind: draft.kind, marks: draft.marks.slice(), comment: cleanText(draft.comment),
    presentation: draft.presentation || 1,
  };
  body.hash = sha256(canonical(hashed(body)));
  const { scope, entry, title, circle, position, kind, unit, attendance, criteria } = draft;
  return { id: body.id, scope, judge, kind, unit, attendance, entry, title, circle, position, criteria, body, state: "waiting", made_at: at };
}

// The record with its fate, or null where the answer says nothing about the ballot: then the same one goes again.
// A receipt is believed only when it names this very ballot; a refusal only in the server's own words.
export function settled(record, answer) {
  const { status, body } = answer;
  const error = errorOf(answer);
  const code = error && typeof error.code === "string" ? error.code : "";
  const receipt = receiptFor(record, body && body.receipt);
  const fate = (state, more) => Object.assign({}, record, { state, error: state === "sent" ? null : error }, more);
  if (status === 200 || status === 201) return receipt ? fate("sent", { receipt }) : null;
  if (status === 202) return receipt ? fate(code === "taken_over" ? "aside" : "late", { receipt }) : null;
  if (!code || PASSING.indexOf(status) >= 0 || status >= 500 || status < 400 || ELSEWHERE.indexOf(code) >= 0) return null;
  if (status === 409 && code === "conflict") return receipt ? fate("conflict", { receipt, current: body.current || null }) : null;
  if (record.again && NOT_YET.indexOf(code) >= 0) return null;
  return fate("refused", { status });
}

function receiptFor(record, receipt) {
  const own = receipt && receipt.id === record.id && receipt.hash === record.body.hash;
  return own && typeof receipt.code === "string" && receipt.code ? receipt : null;
}

// A contest that was begun anew under the same name is another one: what was given in the first is never sent to it.
export function sameContest(one, origin) {
  return !one.origin || !origin || one.origin === origin;
}

// What earlier judges left on this device and the server has had for long enough: {outbox: [id …], drafts: [key …]}.
// Their marks are hidden from whoever borrows the device next; what the server may not have yet stays, whoever came.
export function leftByOthers(memory, scope, now) {
  const others = (store, settled) => memory.all(store).filter((one) => one.scope && one.scope !== scope && settled(one));
  const old = (at) => now - at > KEPT_FOR_A_RESTORE;
  return {
    outbox: others("outbox", (one) => one.state === "sent" && old(one.made_at)).map((one) => one.id),
    drafts: others("drafts", (one) => one.stored && old(one.changed_at)).map((one) => one.key),
  };
}

// createOutbox({memory, scope, origin, onChange, onLogin(error)}) -> {add, of(entry), records(), waiting(), hurry(), drop(id),
//   failing(), foreign(), full(), stop()}
export function createOutbox(options) {
  const { memory, scope, origin, onChange, onLogin } = options;
  const state = { busy: false, wait: FIRST_WAIT, timer: null, failing: false, full: false, foreign: false, stopped: false };
  const records = () => memory.all("outbox").filter((record) => record.scope === scope && sameContest(record, origin))
    .sort((a, b) => a.made_at - b.made_at);
  const waiting = () => records().filter((record) => record.state === "waiting");

  function later() {
    clearTimeout(state.timer);
    state.timer = setTimeout(run, state.wait * (0.75 + Math.random() / 2));
    state.wait = Math.min(LONGEST_WAIT, state.wait * 2);
  }

  async function send(record) {
    const answer = await request("PUT", "/api/v1/judge/ballots/" + record.id, record.body, { seconds: 8 });
    state.full = answer.status === 507;
    const fate = settled(record, answer);
    if (answer.status === 401 && errorOf(answer)) onLogin(errorOf(answer));
    if (fate && !state.stopped) await memory.put("outbox", fate);
    return Boolean(fate);
  }

  // No network ends a round; a ballot that the server cannot take now does not hold up those behind it.
  async function round() {
    const list = waiting();
    for (let i = 0; i < list.length && !state.stopped; i += 1) {
      try {
        if (!(await send(list[i]))) state.failing = true;
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        Object.assign(state, { failing: true, foreign: error.foreign });
        return;
      }
    }
  }

  async function run() {
    if (state.busy || state.stopped) return;
    state.busy = true;
    Object.assign(state, { failing: false, foreign: false });
    try {
      await round();
    } finally {
      state.busy = false;
      if (!state.failing) state.wait = FIRST_WAIT;
      if (waiting().length && !state.stopped) later();
      onChange();
    }
  }

  return {
    // Kept first, then sent; the latest of an entry stays the latest whatever the clocks do.
    async add(record) {
      record.made_at = Math.max(record.made_at, 1 + records().reduce((most, one) => Math.max(most, one.made_at), 0));
      record.origin = origin;
      const kept = memory.put("outbox", record);
      onChange();
      await kept;
      run();
    },
    // The latest record of an entry, whatever its state; null if none.
    of(entry) {
      const list = records().filter((record) => record.entry === entry);
      return list.length ? list[list.length - 1] : null;
    },
    records, waiting,
    foreign: () => state.foreign && waiting().length > 0,
    full: () => state.full && waiting().length > 0,
    failing: () => state.failing && waiting().length > 0,
    hurry() {
      state.wait = FIRST_WAIT;
      if (waiting().length) run();
    },
    async drop(id) {
      await memory.remove("outbox", id);
      onChange();
    },
    stop() {
      state.stopped = true;
      clearTimeout(state.timer);
    },
  };
}
