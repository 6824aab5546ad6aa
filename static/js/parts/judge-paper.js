// The life of a ballot's paper on this device: begun, recalled from the server, submitted, chosen, put away.
import { now } from "../lib/clock.js";
import { ballotOf } from "./judge-outbox.js";
import { blankDraft } from "./judge-drafts.js";
import { marked, nextEmpty } from "./judge-marks.js";

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
