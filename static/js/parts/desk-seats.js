// The seats: who has submitted and how each device is; never a mark.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { formatTime, now as serverNow } from "../lib/clock.js";
import { attendanceWord, heading, kbd, paint } from "./desk-view.js";

const LOOK = {
  expected: ["begin", "off"], idle: ["begin", "off"], not_in_panel: ["minus", "off"], drafting: ["pen", "act"],
  submitted: ["tick", "ok"], returned: ["back", "wait"], recused: ["recused", "off"], missing: ["ring", "off"],
};
const OPEN = ["expected", "drafting", "returned"];
const LOW_BATTERY = 20;

function awaited(seat) {
  return OPEN.indexOf(seat.state) >= 0;
}

// How much a seat wants to be looked at: "stop", "wait" or "".
export function urgency(seat) {
  if (seat.paired && !seat.online && awaited(seat)) return "stop";
  const low = seat.battery !== null && seat.battery !== undefined && seat.battery <= LOW_BATTERY;
  if (low || seat.queue > 0 || seat.late > 0 || seat.typed > 1 || seat.state === "returned") return "wait";
  return seat.online || seat.state === "recused" || seat.state === "missing" ? "" : "wait";
}

function strip(seat, at) {
  if (seat.paired && !seat.online && awaited(seat)) {
    const seconds = seat.last_contact ? Math.max(0, Math.round((at - seat.last_contact) / 1000)) : null;
    const word = seconds === null ? t("desk.seat.lost") : t("desk.seat.lost_for", { seconds });
    return { icon: "warn", look: "stop", word, right: seat.of ? seat.done + " / " + seat.of : "" };
  }
  if (!seat.paired && (awaited(seat) || seat.state === "idle")) return { icon: "chair", look: "wait", word: t("desk.seat.unpaired"), right: "" };
  const look = LOOK[seat.state] || LOOK.idle;
  let right = "";
  if (seat.state === "submitted" && seat.at) right = formatTime(seat.at, true);
  else if (seat.of) right = seat.done + " / " + seat.of;
  const word = t("desk.seat." + (seat.state === "submitted" && seat.source === "paper" ? "paper" : seat.state));
  return { icon: look[0], look: look[1], word, right };
}

// How far a ballot from paper is: typed once of twice, or two typings that differ. Never a mark.
function paper(seat) {
  if (!seat.typed) return null;
  return el("span", { class: "seat-late", attrs: { "data-typed": seat.typed },
    text: seat.typed > 1 ? t("desk.seat.typed_differs") : t("desk.seat.typed", { turn: seat.typed }) });
}

function bars(latency) {
  const level = latency === null || latency === undefined ? 0 : latency < 100 ? 4 : latency < 250 ? 3 : latency < 600 ? 2 : 1;
  return el("span", { class: "bars", attrs: { "data-level": level, "aria-hidden": "true" } }, [1, 2, 3, 4].map(() => el("i")));
}

function link(seat) {
  if (!seat.online) {
    const last = seat.last_contact ? formatTime(seat.last_contact, true) : t("desk.seat.never");
    return el("span", { class: "seat-fact fact-" + (urgency(seat) || "wait") }, bars(null), el("span", { text: last }));
  }
  const ms = seat.latency === null || seat.latency === undefined ? "" : seat.latency + " ms";
  return el("span", { class: "seat-fact" }, bars(seat.latency === null ? 50 : seat.latency), el("span", { text: ms || t("desk.seat.online") }));
}

function battery(seat) {
  if (seat.battery === null || seat.battery === undefined) return null;
  const level = Math.max(1, Math.ceil(seat.battery / 25));
  const low = seat.battery <= LOW_BATTERY;
  return el("span", { class: "seat-fact" + (low ? " fact-wait" : ""), attrs: { title: t("desk.seat.battery") } },
    el("span", { class: "battery", attrs: { "data-level": level, "aria-hidden": "true" } }, el("i")),
    el("span", { class: "visually-hidden", text: t("desk.seat.battery") }), el("span", { text: seat.battery + "%" }));
}

function queue(seat) {
  if (seat.queue === null || seat.queue === undefined) return null;
  const waits = seat.queue > 0;
  return el("span", { class: "seat-fact" + (waits ? " fact-wait" : " queue-none"), text: t("desk.seat.queue", { count: seat.queue }) });
}

function lamp(seat) {
  const look = { submitted: " lamp-lit", recused: " lamp-recused", missing: " lamp-missing" }[seat.state] || "";
  return el("span", { class: "lamp" + look, text: seat.seat });
}

function tile(seat, at, open) {
  const state = strip(seat, at);
  const role = seat.role === "judge" ? "" : t("common." + seat.role) + " ";
  return el("button", { class: "seat seat-" + (urgency(seat) || "calm"), on: { click: () => open(seat.judge) },
    attrs: { type: "button", "data-seat": seat.seat, "data-state": seat.state, "data-judge": seat.judge, "data-focus": "seat-" + seat.judge } },
  el("span", { class: "seat-head" }, lamp(seat), el("span", { class: "seat-who" },
    el("strong", { text: seat.name }), el("span", { class: "muted", text: role + attendanceWord(seat.attendance) }))),
  el("span", { class: "strip chip-" + state.look, attrs: { "data-strip": seat.seat } }, icon(state.icon),
    el("strong", { text: state.word }), el("span", { class: "strip-right", text: state.right })),
  seat.late > 0 ? el("span", { class: "seat-late", text: t("desk.seat.late", { count: seat.late }) }) : null,
  paper(seat),
  seat.took_over_at ? el("span", { class: "seat-device muted", text: t("desk.seat.device_changed", { time: formatTime(seat.took_over_at) }) }) : null,
  el("span", { class: "seat-foot" }, link(seat), battery(seat), queue(seat)));
}

function hint() {
  return el("div", { class: "seat-hint muted" }, el("p", { text: t("desk.seat_hint") }),
    el("p", {}, kbd("V"), " ", t("desk.preview_hint")));
}

// open(judge) shows what can be done for that seat.
export function drawSeats(node, seats, session, open) {
  const at = serverNow();
  const late = seats.some((seat) => seat.paired && !seat.online && awaited(seat)) ? Math.floor(at / 1000) : 0;
  paint(node, [seats, late], () => {
    const inPanel = seats.filter((seat) => seat.state !== "not_in_panel" && seat.state !== "idle");
    const done = inPanel.filter((seat) => seat.state === "submitted").length;
    const left = session.now ? t("desk.seats_count", { done, of: inPanel.length }) : t("desk.seats");
    return [heading(left, t("desk.no_marks_here")),
      el("div", { class: "seat-grid", attrs: { "data-count": seats.length } }, seats.map((seat) => tile(seat, at, open)), seats.length === 7 ? hint() : null)];
  });
}
