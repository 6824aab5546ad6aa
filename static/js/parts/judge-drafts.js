// Drafts: kept on the device at each change, sent to the server a moment later.
import { NetworkError, request } from "../lib/api.js";
import { now } from "../lib/clock.js";
import { cleanText } from "./judge-outbox.js";

const QUIET = 600;
const RETRY = 4000;

// scope names the judge and the contest, so that a rehearsal's drafts never turn up in the contest.
export function draftKey(scope, entry) {
  return scope + "/" + entry;
}

// An empty draft: no mark is ever there before the judge gives it.
export function blankDraft(scope, entry, session, rubric, base) {
  return {
    key: draftKey(scope, entry.id), scope, entry: entry.id, session,
    title: entry.title, circle: entry.circle, unit: entry.unit, kind: entry.kind,
    position: entry.position, attendance: entry.attendance,
    rubric: rubric.version, criteria: rubric.criteria, base,
    marks: rubric.criteria.map(() => null), comment: "", confirmed: {},
    active: 0, view: "marking", changed_at: null, stored_at: null, stored: true,
  };
}

// createDrafts({memory, scope, onChange, onLogin}) -> {get, all, keep(draft), forget(entry), fetch(entry), unsent(), flush(), failing()}
export function createDrafts(options) {
  const { memory, scope, onChange, onLogin } = options;
  const state = { timers: {}, busy: {}, failing: false };
  const get = (entry) => memory.get("drafts", draftKey(scope, entry));
  const mine = () => memory.all("drafts").filter((draft) => draft.scope === scope);
  const path = (entry) => "/api/v1/judge/drafts/" + encodeURIComponent(entry);

  function plan(entry, wait) {
    clearTimeout(state.timers[entry]);
    state.timers[entry] = setTimeout(() => send(entry), wait);
  }

  async function send(entry) {
    const draft = get(entry);
    if (!draft || draft.stored) return;
    if (state.busy[entry]) {
      plan(entry, QUIET);
      return;
    }
    state.busy[entry] = true;
    const { marks, comment, changed_at: savedAt } = draft;
    let retry = true;
    try {
      const answer = await request("PUT", path(entry), { marks, comment: cleanText(comment), saved_at: savedAt }, { seconds: 6 });
      retry = answer.status === 401 || answer.status === 429 || answer.status >= 500;
      if (answer.status === 401) onLogin();
      if (answer.status === 200) await confirmed(entry, savedAt, answer.body);
      else if (!retry) await confirmed(entry, savedAt, null);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    }
    state.busy[entry] = false;
    state.failing = retry;
    if (retry) plan(entry, RETRY);
    onChange();
  }

  // The draft may have changed while it travelled: then the newer one is still to be sent.
  async function confirmed(entry, savedAt, body) {
    const draft = get(entry);
    if (!draft || draft.changed_at !== savedAt) return;
    await memory.put("drafts", Object.assign(draft, { stored: true, stored_at: body ? body.at : null }));
  }

  return {
    get, all: mine,
    keep(draft) {
      draft.changed_at = Math.max(now(), (draft.changed_at || 0) + 1);
      draft.stored = false;
      const done = memory.put("drafts", draft);
      plan(draft.entry, QUIET);
      return done;
    },
    // Keep what the server need not know (the open row, a confirmation).
    note: (draft) => memory.put("drafts", draft),
    forget(entry) {
      clearTimeout(state.timers[entry]);
      return memory.remove("drafts", draftKey(scope, entry));
    },
    // The server's copy {marks, comment, saved_at}; null where there is none or no answer.
    async fetch(entry) {
      try {
        const answer = await request("GET", path(entry), null, { seconds: 6 });
        return answer.status === 200 ? answer.body : null;
      } catch (error) {
        return null;
      }
    },
    unsent: () => mine().filter((draft) => !draft.stored),
    flush: () => mine().filter((draft) => !draft.stored).forEach((draft) => plan(draft.entry, 50)),
    failing: () => state.failing,
  };
}
