// Ballots on their way. A record keeps its id and hash until the server has answered for good.
import { NetworkError, errorOf, request } from "../lib/api.js";
import { canonical, newId, sha256 } from "../lib/sha256.js";
import { hashed } from "./judge-marks.js";

const FIRST_WAIT = 700;
const LONGEST_WAIT = 12000;

// A comment that both sides hash alike: composed, without control, direction and half characters.
export function cleanText(text) {
  const kept = text.replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
  return Array.from(kept).filter((sign) => sign.length > 1 || !/[\ud800-\udfff]/.test(sign)).join("").normalize("NFC");
}

// The record of a ballot about to be sent, from a draft. States: waiting, sent, late, conflict, refused.
export function ballotOf(draft, judge, at) {
  const body = {
    id: newId(), entry: draft.entry, judge, round: "presentation", base: draft.base,
    rubric: draft.rubric, kind: draft.kind, marks: draft.marks.slice(), comment: cleanText(draft.comment),
  };
  body.hash = sha256(canonical(hashed(body)));
  const { scope, entry, title, circle, position, kind, unit, attendance, criteria } = draft;
  return { id: body.id, scope, judge, kind, unit, attendance, entry, title, circle, position, criteria, body, state: "waiting", made_at: at };
}

function settled(record, answer) {
  const { status, body } = answer;
  if ((status === 200 || status === 201) && body && body.receipt) {
    return Object.assign({}, record, { state: "sent", receipt: body.receipt, error: null });
  }
  if (status === 202) return Object.assign({}, record, { state: "late", error: errorOf(answer), answer: body });
  if (status === 409) return Object.assign({}, record, { state: "conflict", error: errorOf(answer), current: body && body.current });
  return Object.assign({}, record, { state: "refused", error: errorOf(answer), status });
}

// An answer that says nothing about the ballot: try the same one again.
function passing(status) {
  return status === 401 || status === 408 || status === 429 || status >= 500;
}

// createOutbox({memory, scope, onChange, onLogin}) -> {add, of(entry), waiting(), hurry(), drop(id), failing()}
export function createOutbox(options) {
  const { memory, scope, onChange, onLogin } = options;
  const state = { busy: false, wait: FIRST_WAIT, timer: null, failing: false, full: false };
  const records = () => memory.all("outbox").filter((record) => record.scope === scope)
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
    if (passing(answer.status)) {
      if (answer.status === 401) onLogin();
      return false;
    }
    await memory.put("outbox", settled(record, answer));
    return true;
  }

  async function run() {
    if (state.busy) return;
    state.busy = true;
    state.failing = false;
    const list = waiting();
    for (let i = 0; i < list.length && !state.failing; i += 1) {
      try {
        state.failing = !(await send(list[i]));
      } catch (error) {
        if (!(error instanceof NetworkError)) throw error;
        state.failing = true;
      }
    }
    state.busy = false;
    if (!state.failing) state.wait = FIRST_WAIT;
    if (waiting().length) later();
    onChange();
  }

  return {
    async add(record) {
      await memory.put("outbox", record);
      onChange();
      run();
    },
    // The latest record of an entry, whatever its state; null if none.
    of(entry) {
      const list = records().filter((record) => record.entry === entry);
      return list.length ? list[list.length - 1] : null;
    },
    waiting,
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
  };
}
