// How busy and how quick the server is: asked for every two seconds, drawn where people rather look than read.
import { byId, el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { ask } from "../parts/desk-command.js";
import { paint } from "../parts/desk-view.js";
import { course, duration, histogram } from "../parts/status-plots.js";

const EVERY = 2000; // ms, as the server looks
const SHOWN = ["ack", "commit", "told"];
const COURSE = ["waiting_actions", "waiting_bytes", "sockets_public"];

const megabytes = (bytes) => (bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0) + " MB";
const plain = (value) => String(Math.round(value));
const SAY = { memory_bytes: megabytes, waiting_bytes: megabytes };
const say = (name) => SAY[name] || plain;

function figure(title, words, plot) {
  return el("figure", { class: "status-figure" }, el("figcaption", {}, el("strong", { text: title }), el("span", { class: "muted", text: words })), plot);
}

function durationFigure(name, kept, ends) {
  const title = t("status.of." + name);
  const words = kept ? t("status.shares", { number: kept.number, p50: duration(kept.p50), p95: duration(kept.p95), p99: duration(kept.p99), longest: duration(kept.longest) }) : t("status.none");
  return figure(title, words, histogram(kept ? kept.counts : [], ends, title + " " + words));
}

function courseFigure(title, values, words) {
  const most = words(Math.max(...values, 0));
  const told = t("status.highest", { most });
  return figure(title, told, course(values, words, title + " " + told));
}

// Percent of one core between each two looks.
export function percents(at, seconds) {
  return seconds.slice(1).map((now, index) => 100000 * (now - seconds[index]) / Math.max(at[index + 1] - at[index], 1));
}

function warningRow(warning) {
  const params = { ...warning.params };
  if (params.why) params.why = t("error." + params.why);
  return el("li", { class: "band band-" + (warning.level === "stop" ? "stop" : "wait"), text: t("acts.problem." + warning.code, params) });
}

function row(name, value) {
  return [el("dt", { text: t("status.now." + name) }), el("dd", { text: value })];
}

function draw(seen) {
  const { course: past, gauges } = seen;
  const busy = percents(past.at, past.gauges.cpu_seconds || []);
  paint(byId("warnings"), seen.warnings, () => (seen.warnings.length ? seen.warnings.map(warningRow) : [el("li", { class: "band chip-ok", text: t("status.well") })]));
  replace(byId("durations"), SHOWN.map((name) => durationFigure(name, seen.durations[name], seen.buckets)));
  replace(byId("course"),
    SHOWN.map((name) => courseFigure(t("status.longest_of." + name), (past.durations[name] || []).map((one) => one[1]), duration)),
    COURSE.map((name) => courseFigure(t("status.now." + name), past.gauges[name] || [], say(name))),
    courseFigure(t("status.now.cpu"), busy, (value) => plain(value) + " %"));
  const names = Object.keys(gauges).filter((name) => name !== "cpu_seconds");
  replace(byId("now"), names.map((name) => row(name, say(name)(gauges[name]))),
    row("cpu", busy.length ? plain(busy[busy.length - 1]) + " %" : "–"),
    row("backup", seen.backup_at ? t("status.ago", { seconds: plain((seen.at - seen.backup_at) / 1000) }) : t("status.never")));
}

async function look() {
  if (document.visibilityState !== "hidden") {
    const seen = await ask("GET", "/api/v1/desk/status", null, byId("refusal"));
    if (seen) draw(seen);
    document.body.dataset.ready = "true";
  }
  setTimeout(look, EVERY);
}

look();
