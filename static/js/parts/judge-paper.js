// The paper of a ballot on this device: begun, kept at each change, stored with the server, submitted, put away.
import { NetworkError, request } from "../lib/api.js";
import { now } from "../lib/clock.js";
import { marked, nextEmpty } from "./judge-marks.js";
import { ballotOf, cleanText } from "./judge-outbox.js";

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
        return answer.status === 200 && answer.body && answer.body.marks ? answer.body : null;
      } catch (error) {
        return null;
      }
    },
    unsent: () => mine().filter((draft) => !draft.stored),
    flush: () => mine().filter((draft) => !draft.stored).forEach((draft) => plan(draft.entry, 50)),
    failing: () => state.failing,
  };
}

// kept: {drafts, outbox, scope} as the page fills it; scene() looks anew; plan() asks for a rendering.
export function createPaper({ kept, scene, plan }) {
  // A returned ballot comes back with its own marks; any other paper begins empty.
  function begin(look) {
    const { stage, ballot, session, rubrics } = look;
    const draft = blankDraft(kept.scope, stage, session.session, rubrics[stage.kind], ballot.base);
    if (ballot.state === "returned" && ballot.marks) {
      draft.marks = ballot.marks.slice();
      draft.comment = ballot.comment || "";
    }
    kept.drafts.note(draft);
    if (ballot.state === "open") recall(draft);
  }

  // A draft stored from another device is taken up while this one is still untouched.
  async function recall(draft) {
    const stored = await kept.drafts.fetch(draft.entry);
    const fits = stored && Array.isArray(stored.marks) && stored.marks.length === draft.marks.length;
    if (!fits || draft.changed_at || kept.drafts.get(draft.entry) !== draft) return;
    Object.assign(draft, { marks: stored.marks, comment: stored.comment || "", changed_at: stored.at || now(), stored: true, stored_at: stored.at || null });
    draft.active = Math.max(0, nextEmpty(draft.marks, draft.marks.length - 1));
    await kept.drafts.note(draft);
    plan();
  }

  // A paper that the server has, or keeps as late, is needed no more.
  function tidy(look) {
    if (!kept.drafts) return;
    kept.drafts.all().forEach((draft) => {
      const record = kept.outbox.of(draft.entry);
      const done = record && ["sent", "late"].indexOf(record.state) >= 0 && record.body.base === draft.base;
      const { ballot } = look;
      const elsewhere = ballot && look.entry === draft.entry && ballot.state === "submitted" && ballot.version > draft.base && !record;
      if (done || elsewhere) kept.drafts.forget(draft.entry);
    });
  }

  function submit() {
    const { draft, me, record } = scene();
    if (!draft || marked(draft.marks) < draft.marks.length) return;
    // Two quick taps are one ballot.
    if (record && record.state === "waiting") return;
    draft.wished = false;
    kept.outbox.add(ballotOf(draft, me.id, now()));
  }

  // Of two versions one is taken. Mine goes again upon the other's number; where the other already counts,
  // mine waits here until the ballot is returned.
  async function choose(which) {
    const { record, draft, entry, ballot } = scene();
    if (!record || record.state !== "conflict") return;
    const base = record.current ? record.current.version : 0;
    const final = record.body.base === base || Boolean(ballot && ballot.state === "submitted");
    if (which === "mine" && draft) {
      Object.assign(draft, { base, wished: final });
      await kept.drafts.note(draft);
    }
    await kept.outbox.drop(record.id);
    if (which === "other" && draft) await kept.drafts.forget(entry);
    if (which === "mine" && !final) await kept.outbox.add(ballotOf(draft || again(record, base), record.judge, now()));
    plan();
  }

  function again(record, base) {
    const { rubric, marks, comment } = record.body;
    return Object.assign({}, record, { base, rubric, marks, comment });
  }

  return { begin, tidy, submit, choose };
}
