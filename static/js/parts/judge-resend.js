// After the server was started anew, perhaps from a backup: what it answered for and does not know any more goes again.
import { NetworkError, request } from "../lib/api.js";

const AGAIN = 5000; // ms to the next try where there was no answer
const MOST = 400; // ids in one question
const HELD = ["sent", "late", "aside", "conflict"];

// createResend({store, kept, plan}) -> {look()}: to be called often; asks once for each process that serves (its epoch).
// kept: {memory, outbox, taken} as the page fills it. Records stay on the device as long as the contest does, so that
// the only other copy of a ballot is never thrown away; one that goes again keeps its id, hash and first time.
export function createResend({ store, kept, plan }) {
  const state = { asked: null, busy: false, notBefore: 0 };

  async function unknownOf(records) {
    const unknown = [];
    for (let from = 0; from < records.length; from += MOST) {
      const part = records.slice(from, from + MOST);
      const answer = await request("POST", "/api/v1/judge/ballots/known", { ids: part.map((record) => record.id) });
      if (answer.status !== 200 || !answer.body || !Array.isArray(answer.body.known)) return null;
      unknown.push(...part.filter((record) => answer.body.known.indexOf(record.id) < 0));
    }
    return unknown;
  }

  async function ask(key, outbox) {
    const unknown = await unknownOf(outbox.records().filter((record) => HELD.indexOf(record.state) >= 0));
    if (!unknown || kept.outbox !== outbox) return false;
    for (let i = 0; i < unknown.length; i += 1) {
      await kept.memory.put("outbox", Object.assign({}, unknown[i], { state: "waiting", again: true }));
    }
    state.asked = key;
    if (unknown.length) {
      outbox.hurry();
      plan();
    }
    return true;
  }

  async function run(key) {
    state.busy = true;
    try {
      if (!(await ask(key, kept.outbox))) state.notBefore = performance.now() + AGAIN;
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      state.notBefore = performance.now() + AGAIN;
    } finally {
      state.busy = false;
    }
  }

  return {
    look() {
      const { epoch } = store.seen();
      const key = epoch + " " + kept.scope;
      if (!epoch || key === state.asked || state.busy || !kept.outbox || kept.taken) return;
      if (performance.now() >= state.notBefore) run(key);
    },
  };
}
