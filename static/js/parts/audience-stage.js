// The red header: what is on in the chosen hall, its lamps and its clock.
import { el, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { clockOf, phaseWords, placeWords } from "./audience-words.js";

export function lampNodes(stage) {
  return stage.seats.map((seat) => el("li", {
    class: "lamp lamp-" + seat.lamp,
    text: seat.seat,
    attrs: { "data-seat": seat.seat, title: t("audience.lamp." + seat.lamp, { seat: seat.seat }) },
  }));
}

// The header as {nodes, tick}: tick(at) keeps its clock.
export function paintStage(stage) {
  if (!stage || !stage.entry) {
    const next = stage && stage.next;
    return { tick: () => {}, nodes: [
      el("p", { class: "stage-phase", text: t("audience.phase.idle") }),
      next ? el("p", { class: "stage-title", text: t("audience.next", { title: next.title }) }) : null,
      next ? el("p", { class: "stage-circle", text: next.circle }) : null] };
  }
  const entry = stage.entry;
  const clock = el("p", { class: "stage-clock", attrs: { "data-clock": true } });
  const count = stage.count === null ? null : el("p", { class: "stage-count", text: t("audience.count", { count: stage.count, of: stage.seats.length }) });
  const nodes = [
    el("p", { class: "stage-phase" },
      el("span", { text: t("audience.phase_place", { phase: phaseWords(stage), place: t("common." + entry.attendance + "_entry") }) }),
      el("span", { text: placeWords(entry) })),
    el("p", { class: "stage-title", text: entry.title }),
    el("p", { class: "stage-circle", text: entry.circle }),
    el("p", { class: "stage-unit", text: entry.unit }),
    el("div", { class: "stage-foot" }, el("ul", { class: "lamps", attrs: { "aria-label": t("audience.lamps") } }, lampNodes(stage)), count, clock)];
  const tick = (at) => {
    const shown = clockOf(stage, at);
    setText(clock, shown ? shown.text : "");
    clock.dataset.form = shown ? shown.form : "none";
  };
  return { nodes, tick };
}
