// An entry on stage: who, what, how long, and one lamp per judge.
import { el, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { formatSeconds, now } from "../lib/clock.js";
import { attendanceWords, minutesOf } from "./board-say.js";
import { byWords } from "./board-fit.js";

export function stageScene(picture, before) {
  const { stage } = picture;
  const entry = stage.entry;
  return el("div", { class: "stage" },
    el("div", { class: "stage-main" },
      el("div", { class: "stage-words" },
        el("p", { class: "stage-now" }, el("b", { text: t("board.now." + stage.phase) }),
          el("span", { text: attendanceWords(entry) })),
        el("h1", { class: "stage-title", attrs: { "data-sizes": "124 108 98 84 72 60", "data-lines": 2, title: entry.title } }, byWords(entry.title)),
        el("p", { class: "stage-circle", text: entry.circle, attrs: { "data-sizes": "76 64 54" } }),
        el("p", { class: "stage-unit", text: entry.unit, attrs: { "data-sizes": "52 46 40" } })),
      timerBox(stage)),
    lampFoot(stage, before && before.stage));
}

function timerBox(stage) {
  const box = el("div", { class: "timer", attrs: { "data-timer": "none" } },
    el("p", { class: "timer-label" }), el("p", { class: "timer-figure", attrs: { "data-figure": true } }),
    el("div", { class: "timer-bar" }, el("div", { class: "timer-fill" })),
    el("p", { class: "timer-word" }));
  tickTimer(box, stage);
  return box;
}

// The timer as {form, seconds, share}: seconds count down, then up as overtime.
export function timerState(stage, at) {
  const timer = stage.timer;
  if (!timer) return { form: "none", seconds: 0, share: 0 };
  if (!timer.deadline) return { form: "ready", seconds: timer.limit, share: 1 };
  const left = (timer.deadline - at) / 1000;
  if (left < 0) return { form: "over", seconds: Math.floor(-left), share: 0 };
  const form = left <= timer.warning ? "warning" : "running";
  return { form, seconds: Math.ceil(left), share: Math.min(1, left / (timer.limit || 1)) };
}

function timerLabel(stage, form) {
  const phase = stage.phase === "questioning" ? "questioning" : "presenting";
  if (form === "ready") return t("board.timer.ready");
  return t(form === "over" ? "board.timer.over." + phase : "board.timer." + phase);
}

function timerWord(stage, form) {
  if (form === "warning") {
    const warning = stage.timer.warning;
    return warning % 60 ? t("board.timer.warning_seconds", { seconds: warning }) : t("board.timer.warning", { minutes: warning / 60 });
  }
  return stage.overtime ? t("board.overtime", minutesOf(stage.overtime)) : "";
}

// Bring the timer to the second; the box is the one that stageScene made.
export function tickTimer(box, stage) {
  const { form, seconds, share } = timerState(stage, now());
  box.dataset.timer = form;
  const shown = form !== "none";
  setText(box.querySelector(".timer-label"), shown ? timerLabel(stage, form) : "");
  setText(box.querySelector(".timer-figure"), shown ? (form === "over" ? "+" : "") + formatSeconds(seconds).replace(/^0/, "") : "");
  setText(box.querySelector(".timer-word"), timerWord(stage, form));
  box.querySelector(".timer-fill").style.setProperty("transform", "scaleX(" + share + ")");
}

function lampFoot(stage, before) {
  const seats = stage.seats || [];
  const open = seats.some((seat) => seat.lamp !== "hollow");
  return el("div", { class: "lamps", attrs: { "data-count": seats.length } },
    el("p", { class: "lamps-label", text: t(open || stage.count !== null ? "board.lamps" : "board.lamps_hidden") }),
    el("ul", { class: "lamps-row" }, seats.map((seat) => lamp(seat, wasHollow(seat, stage, before)))),
    stage.count === null || stage.count === undefined ? null
      : el("p", { class: "lamps-count", attrs: { "data-ballots": stage.count } }, el("b", { text: stage.count }), " / " + seats.length));
}

function wasHollow(seat, stage, before) {
  if (!before || !before.entry || !stage.entry || before.entry.id !== stage.entry.id) return false;
  return (before.seats || []).some((one) => one.seat === seat.seat && one.lamp === "hollow");
}

function lamp(seat, fresh) {
  const word = { recused: t("board.recused"), missing: t("board.missing") }[seat.lamp];
  return el("li", { class: "seat", attrs: { "data-seat": seat.seat, "data-lamp": seat.lamp } },
    el("span", { class: "lamp" + (fresh && seat.lamp === "lit" ? " lamp-fresh" : ""), attrs: { role: "img", "aria-label": t("board.lamp." + seat.lamp, { seat: seat.seat }) } },
      el("span", { class: "lamp-fill" }), el("span", { class: "lamp-number", text: seat.seat })),
    word || seat.name ? el("span", { class: "lamp-word", text: word || seat.name }) : null);
}
