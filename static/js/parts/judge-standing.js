// How this page stands with the server: apart from it or not, let in or shown out, alone in its browser or not.
import { now } from "../lib/clock.js";

const PATIENCE = 2500;

// createStanding({link, kept, choice}) -> {linkOf(scene), unsent(), heed(), showOut(error), stopHere()}
// kept: {memory, drafts, outbox} as the page fills it. linkOf gives {apart, waiting, since, memory, foreign, signedOut, full}:
// waiting counts what is still to be sent, since is the oldest of it in server ms.
export function createStanding({ link, kept, choice }) {
  function apart() {
    const status = link.status();
    const silent = status.state === "stale" && performance.now() - status.since > PATIENCE;
    return silent || Boolean(kept.outbox && (kept.outbox.failing() || kept.drafts.failing()));
  }

  function linkOf(look) {
    const away = apart();
    const going = kept.outbox ? kept.outbox.waiting() : [];
    const drafts = away && kept.drafts && !choice.taken ? kept.drafts.unsent() : [];
    const loose = drafts.filter((draft) => !going.some((record) => record.entry === draft.entry));
    const times = going.map((record) => record.made_at).concat(loose.map((draft) => draft.changed_at));
    return {
      apart: away, waiting: times.length, since: times.length ? Math.min(...times) : null,
      memory: look.me && kept.memory ? kept.memory.form() : null, foreign: away && (link.foreign() || Boolean(kept.outbox && kept.outbox.foreign())),
      signedOut: choice.signedOut, full: Boolean(kept.outbox && kept.outbox.full()),
    };
  }

  // The server's word that this login counts no more: taken over by another device, or ended.
  function showOut(error) {
    if (error.code === "login_taken_over") {
      choice.taken = choice.taken || { at: (error.params && error.params.at) || now() };
      kept.taken = true;
      if (kept.drafts) kept.drafts.stop();
    } else choice.signedOut = error.code;
  }

  return {
    linkOf, showOut,
    // What this device holds and the server does not; while the memory is not open yet, something may.
    unsent() {
      if (!kept.memory) return 1;
      if (!kept.outbox) return kept.memory.all("outbox").filter((record) => record.state === "waiting").length;
      return kept.outbox.waiting().length + (choice.taken ? 0 : kept.drafts.unsent().length);
    },
    heed() {
      const refused = link.refused();
      if (refused && [401, 403].indexOf(refused.status) >= 0) showOut(refused.error);
    },
    stopHere() {
      choice.elsewhere = true;
      link.close();
      if (kept.outbox) kept.outbox.stop();
      if (kept.drafts) kept.drafts.stop();
    },
  };
}
