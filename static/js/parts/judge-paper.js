// The paper of a ballot on this device: begun, kept at each change, stored with the server, submitted, put away.
import { NetworkError, errorOf, request } from "../lib/api.js";
import { now } from "../lib/clock.js";
import { marked, nextEmpty } from "./judge-marks.js";
import { ballotOf, cleanText, sameContest } from "./judge-outbox.js";
import { presentationOf } from "./judge-scene.js";

const QUIET = 600;
const RETRY = 2000;
const LONGEST = 15000;
const LOST = 3000; // before the server's copy is asked for again

// scope names the judge and the contest, so that a rehearsal's drafts never turn up in the contest.
export function draftKey(scope, entry) {
  return scope + "/" + entry;
}

// An empty draft: no mark is ever there before the judge gives it.
export function blankDraft(scope, entry, session, rubric, ballot) {
  return {
    key: draftKey(scope, entry.id), scope, entry: entry.id, session,
    title: entry.title, circle: entry.circle, unit: entry.unit, kind: entry.kind,
    position: entry.position, attendance: entry.attendance,
    rubric: rubric.version, criteria: rubric.criteria, base: ballot.base, presentation: ballot.presentation,
    marks: rubric.criteria.map(() => null), comment: "", confirmed: {},
    active: 0, view: "marking", changed_at: null, stored_at: null, stored: true,
  };
}

// What an answer says of a draft: kept, refused in the server's own words, or nothing yet.
export function outcomeOf(answer) {
  const { status, body } = answer;
  if (status === 200 && body && typeof body.at === "number") return "kept";
  const final = status >= 400 && status < 500 && [401, 407, 408, 425, 429].indexOf(status) < 0 && errorOf(answer);
  return final ? "refused" : "again";
}

// createDrafts({memory, scope, origin, onChange, onLogin(error)}) -> {get, all, keep(draft), forget(entry), fetch(entry), unsent(), flush(), failing(), stop()}
export function createDrafts(options) {
  const { memory, scope, origin, onChange, onLogin } = options;
  const state = { timers: {}, busy: {}, failing: false, wait: RETRY, stopped: false };
  const get = (entry) => {
    const draft = memory.get("drafts", draftKey(scope, entry));
    return draft && sameContest(draft, origin) ? draft : null;
  };
  const mine = () => memory.all("drafts").filter((draft) => draft.scope === scope && sameContest(draft, origin));
  const put = (draft) => memory.put("drafts", Object.assign(draft, { origin }));
  const path = (entry) => "/api/v1/judge/drafts/" + encodeURIComponent(entry);

  function plan(entry, wait) {
    clearTimeout(state.timers[entry]);
    if (!state.stopped) state.timers[entry] = setTimeout(() => send(entry), wait);
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
    let outcome = "again";
    try {
      const answer = await request("PUT", path(entry), { marks, comment: cleanText(comment), saved_at: savedAt }, { seconds: 6 });
      outcome = outcomeOf(answer);
      if (answer.status === 401 && errorOf(answer)) onLogin(errorOf(answer));
      if (outcome !== "again") await confirmed(entry, savedAt, outcome === "kept" ? answer.body.at : null);
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
    } finally {
      state.busy[entry] = false;
      state.failing = outcome === "again";
      if (state.failing) plan(entry, state.wait * (0.75 + Math.random() / 2));
      state.wait = state.failing ? Math.min(LONGEST, state.wait * 2) : RETRY;
      onChange();
    }
  }

  // The draft may have changed while it travelled: then the newer one is still to be sent.
  async function confirmed(entry, savedAt, at) {
    const draft = get(entry);
    if (!draft || draft.changed_at !== savedAt) return;
    await put(Object.assign(draft, { stored: true, stored_at: at }));
  }

  return {
    get, all: mine,
    keep(draft) {
      draft.changed_at = Math.max(now(), (draft.changed_at || 0) + 1);
      draft.stored = false;
      const done = put(draft);
      plan(draft.entry, QUIET);
      return done;
    },
    // Keep what the server need not know (the open row, a confirmation).
    note: put,
    forget(entry) {
      clearTimeout(state.timers[entry]);
      return memory.remove("drafts", draftKey(scope, entry));
    },
    // The server's copy {marks: list or null, comment, at}; null where it did not answer.
    async fetch(entry) {
      try {
        const answer = await request("GET", path(entry), null, { seconds: 6 });
        return answer.status === 200 && answer.body && "marks" in answer.body ? answer.body : null;
      } catch (error) {
        return null;
      }
    },
    unsent: () => mine().filter((draft) => !draft.stored),
    flush: () => mine().filter((draft) => !draft.stored).forEach((draft) => plan(draft.entry, 50)),
    failing: () => state.failing && !state.stopped && mine().some((draft) => !draft.stored),
    // A login that was taken over, or a page opened again elsewhere, stores no draft any more.
    stop() {
      state.stopped = true;
      Object.keys(state.timers).forEach((entry) => clearTimeout(state.timers[entry]));
    },
  };
}

// kept: {drafts, outbox, scope} as the page fills it; scene() looks anew; plan() asks for a rendering.
export function createPaper({ kept, scene, plan }) {
  // A returned ballot comes back with its own marks; any other paper begins empty.
  function begin(look) {
    const { stage, ballot, session, rubrics } = look;
    const draft = blankDraft(kept.scope, stage, session.session, rubrics[stage.kind], ballot);
    if (ballot.state === "returned" && ballot.marks) {
      draft.marks = ballot.marks.slice();
      draft.comment = ballot.comment || "";
    }
    kept.drafts.note(draft);
    recall(draft, ballot.state === "returned" ? ballot.at || 0 : -1);
  }

  // A draft stored from another device is taken up: whole while this one is untouched, else where this one is empty.
  // Asked for until the server answers. after: server ms that it must be younger than (a returned ballot's own time).
  async function recall(draft, after) {
    const stored = await kept.drafts.fetch(draft.entry);
    if (kept.drafts.get(draft.entry) !== draft || draft.stored_at) return;
    if (!stored) {
      setTimeout(() => recall(draft, after), LOST);
      return;
    }
    const fits = Array.isArray(stored.marks) && stored.marks.length === draft.marks.length && stored.at > after;
    if (!fits) return;
    const fresh = !draft.changed_at;
    const marks = draft.marks.map((mark, place) => (fresh || mark === null ? stored.marks[place] : mark));
    Object.assign(draft, { marks, comment: (fresh ? "" : draft.comment) || stored.comment || "" });
    if (fresh) {
      Object.assign(draft, { changed_at: stored.at, stored: true, stored_at: stored.at });
      draft.active = Math.max(0, nextEmpty(draft.marks, draft.marks.length - 1));
      await kept.drafts.note(draft);
    } else kept.drafts.keep(draft);
    plan();
  }

  // A device that comes back: where another one has stored later what this one had stored too, the later one holds.
  async function refresh(draft) {
    if (!draft || !draft.stored || !draft.stored_at) return;
    const stored = await kept.drafts.fetch(draft.entry);
    const later = stored && Array.isArray(stored.marks) && stored.marks.length === draft.marks.length && stored.at > draft.stored_at;
    if (!later || !draft.stored || kept.drafts.get(draft.entry) !== draft) return;
    Object.assign(draft, { marks: stored.marks, comment: stored.comment || "", changed_at: stored.at, stored_at: stored.at });
    await kept.drafts.note(draft);
    plan();
  }

  // A paper that the server has, or keeps as late, is needed no more.
  function tidy(look) {
    if (!kept.drafts) return;
    kept.drafts.all().forEach((draft) => {
      const record = kept.outbox.of(draft.entry);
      const done = record && ["sent", "late", "aside"].indexOf(record.state) >= 0 && record.body.base === draft.base && presentationOf(record.body) === presentationOf(draft);
      const { ballot } = look;
      const elsewhere = ballot && look.entry === draft.entry && ballot.state === "submitted" && ballot.version > draft.base && !record;
      if (done || elsewhere) kept.drafts.forget(draft.entry);
    });
  }

  function submit() {
    const { draft, me, record } = scene();
    if (!draft || marked(draft.marks) < draft.marks.length) return;
    // Two quick taps are one ballot.
    if (kept.taken || (record && record.state === "waiting")) return;
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

  return { begin, refresh, tidy, submit, choose };
}
