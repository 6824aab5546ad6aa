// One print job in its place: asked for, waiting its turn, printing, ready to be fetched, or refused in words.
import { errorOf, request } from "../lib/api.js";
import { byId, el, replace, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { said } from "./desk-view.js";

const POLL = 400; // ms between looks at a job
const PATIENCE = 60; // s that the server may take to begin, numbers of certificates included
const API = "/api/v1/desk/print";
const line = [];
let running = null;

// For ears alone: that it began, each quarter, how it ended.
function tell(key, params) {
  setText(byId("said"), t(key, params));
}

function size(bytes) {
  if (bytes < 1024 * 1024) return t("papers.kilobytes", { size: Math.max(1, Math.round(bytes / 1024)) });
  return t("papers.megabytes", { size: (Math.round(bytes / 104857.6) / 10).toFixed(1) });
}

function ending(name) {
  const kind = name.split(".").pop();
  return t(["pdf", "xlsx", "zip"].indexOf(kind) < 0 ? "papers.file_other" : "papers.file_" + kind);
}

function printButton(job, again) {
  const label = again ? t("papers.again") : job.given.label || t("papers.print");
  return el("button", { class: "button" + (again || job.given.plain ? "" : " button-solid"), text: label, on: { click: () => start(job) },
    attrs: { type: "button", "data-command": "print", "aria-label": job.given.label && !again ? job.given.about : label + t("papers.of_paper", { paper: job.given.title }) } });
}

function plainButton(job, key, command, act) {
  return el("button", { class: "button", text: t(key), on: { click: act },
    attrs: { type: "button", "data-command": command, "aria-label": t(key) + t("papers.of_paper", { paper: job.given.title }) } });
}

// What the file lacks, each piece with its reason: nobody finds out on the stage.
function lackingNode(job) {
  if (!job.lacking.length) return null;
  return el("div", { class: "print-refusal", attrs: { role: "alert", "data-lacking": job.lacking.length } }, icon("refuse"),
    el("ul", {}, job.lacking.map((refusal) => el("li", { text: said(refusal) }))));
}

const DRAW = {
  idle: (job) => [printButton(job, false)],
  waiting: (job) => [el("span", { class: "print-word", text: t("papers.waiting") }), plainButton(job, "common.cancel", "stop", () => leave(job))],
  printing: (job) => {
    job.bar = el("progress", { attrs: { role: "progressbar", max: 1, "aria-label": t("papers.printing_paper", { paper: job.given.title }) } });
    job.count = el("span", { class: "print-count" });
    return [el("span", { class: "print-far" }, job.bar, job.count), plainButton(job, "papers.stop", "stop", () => stop(job))];
  },
  ready: (job) => {
    const about = t("papers.download", { kind: ending(job.file.name), size: size(job.file.size) });
    const link = el("a", { class: "button button-solid", on: { click: () => fetched(job) },
      attrs: { href: "/desk/print/" + job.id + "/file", download: true, "data-command": "download", "aria-label": about + t("papers.of_paper", { paper: job.given.title }) } }, icon("tray"), el("span", { text: about }));
    return [link, job.given.once ? null : printButton(job, true), lackingNode(job)];
  },
  refused: (job) => [el("p", { class: "print-refusal", attrs: { role: "alert" } }, icon("refuse"), el("span", { text: job.words })), printButton(job, true)],
  stopped: (job) => [el("span", { class: "print-word", text: t("papers.stopped") }), printButton(job, true)],
};

const FOCUSED = { printing: null, ready: "a", refused: "button", stopped: "button", idle: "button", waiting: "button" };

// Show a state; the focus stays in the place if it was there, never on a button that a second press would hurt.
function show(job, state) {
  const had = job.node.contains(document.activeElement);
  job.state = state;
  job.node.dataset.state = state;
  replace(job.node, DRAW[state](job));
  if (!had) return;
  const next = FOCUSED[state] ? job.node.querySelector(FOCUSED[state]) : job.node;
  (next || job.node).focus({ preventScroll: true });
}

function refuse(job, words) {
  job.words = words;
  show(job, "refused");
}

function start(job) {
  if (job.state === "waiting" || job.state === "printing") return;
  job.payload = job.given.payload();
  if (!job.payload) return;
  Object.assign(job, { id: null, file: null, wantsStop: false, quarter: 0 });
  line.push(job);
  if (running) {
    show(job, "waiting");
    tell("papers.waiting");
  }
  next();
}

function next() {
  if (running || !line.length) return;
  running = line.shift();
  const job = running;
  run(job).finally(() => {
    running = null;
    if (job.given.ended) job.given.ended(job.state);
    next();
  });
}

async function run(job) {
  show(job, "printing");
  tell("papers.begun", { paper: job.given.title });
  const begun = await answered(job, "POST", API, job.payload);
  if (!begun) return;
  job.id = begun.job;
  if (job.wantsStop) await cut(job);
  let now = begun;
  while (now && now.state === "printing" && job.state === "printing") {
    far(job, now);
    await new Promise((resolve) => { setTimeout(resolve, POLL); });
    now = await look(job);
  }
  if (now) finish(job, now);
}

// The body of an answer; null after the refusal was shown.
async function answered(job, method, path, body) {
  try {
    const answer = await request(method, path, body, { seconds: PATIENCE });
    if (answer.status < 400 && answer.body) return answer.body;
    const error = errorOf(answer);
    refuse(job, error ? said(error) : t("papers.unanswered", { status: answer.status }));
  } catch (error) {
    refuse(job, t("desk.no_network"));
  }
  return null;
}

// How the job stands; while the network is gone it stands as it stood.
async function look(job) {
  try {
    const answer = await request("GET", API + "/" + job.id);
    if (answer.status < 400 && answer.body) return answer.body;
    const error = errorOf(answer);
    refuse(job, error ? said(error) : t("papers.unanswered", { status: answer.status }));
    return null;
  } catch (error) {
    setText(job.count, t("papers.no_answer_yet"));
    return { state: "printing", lost: true };
  }
}

function far(job, now) {
  if (now.lost) return;
  if (job.wantsStop) setText(job.count, t("papers.stopping"));
  else setText(job.count, now.of ? t("papers.count", { done: now.done, of: now.of }) : t("papers.gathering"));
  if (!now.of) return;
  job.bar.max = now.of;
  job.bar.value = now.done;
  const quarter = Math.floor((now.done * 4) / now.of);
  if (quarter > job.quarter && quarter < 4) tell("papers.far", { done: now.done, of: now.of });
  job.quarter = quarter;
}

function finish(job, now) {
  if (now.state === "ready" && now.file) {
    job.file = now.file;
    job.lacking = now.lacking || [];
    show(job, "ready");
    tell("papers.ready", { paper: job.given.title });
  } else if (now.state === "stopped") {
    show(job, "stopped");
    tell("papers.stopped");
  } else refuse(job, now.error ? said(now.error) : t("papers.failed"));
}

async function cut(job) {
  try {
    await request("DELETE", API + "/" + job.id);
  } catch (error) {
    setText(job.count, t("papers.no_answer_yet"));
  }
}

function stop(job) {
  job.wantsStop = true;
  job.node.querySelector('[data-command="stop"]').disabled = true;
  job.node.focus({ preventScroll: true });
  setText(job.count, t("papers.stopping"));
  if (job.id) cut(job);
}

function leave(job) {
  line.splice(line.indexOf(job), 1);
  show(job, "idle");
}

function fetched(job) {
  if (job.given.fetched) job.given.fetched();
}

// A page that is left takes its job along: nobody could fetch what it makes.
window.addEventListener("pagehide", () => {
  if (running && running.id && running.state === "printing") fetch(API + "/" + running.id, { method: "DELETE", headers: { "X-Liangfen": "1" }, keepalive: true });
});

// A place to print from. given: {name, title, label, about, plain, once, payload() -> body or null, ended(state), fetched()}
// Returns {node, start(), end(), reset()}: end leaves the line or stops; reset forgets what was printed for other options.
export function printPlace(given) {
  const node = el("div", { class: "print", attrs: { "data-print": given.name, role: "group", tabindex: -1, "aria-label": given.title } });
  const job = { node, given, state: "", payload: null, lacking: [] };
  show(job, "idle");
  return {
    node,
    start: () => start(job),
    end: () => {
      if (job.state === "waiting") leave(job);
      else if (job.state === "printing" && !job.wantsStop) stop(job);
    },
    reset: () => {
      if (["ready", "refused", "stopped"].indexOf(job.state) >= 0) show(job, "idle");
    },
  };
}
