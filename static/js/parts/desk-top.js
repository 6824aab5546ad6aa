// The line at the top: a switch for each hall with how far it is, the link to the server, and the clock.
import { byId, el, replace, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { icon } from "../lib/icons.js";
import { formatTime, now as serverNow } from "../lib/clock.js";
import { kbd, paint } from "./desk-view.js";
import { sceneWord } from "./desk-menus.js";
import { timerAt } from "./desk-now.js";
import { problemsOf } from "./desk-problems.js";

function hallTab(session, chosen, problems, choose) {
  const entry = session.now;
  const words = entry ? t("desk.hall_now", { position: entry.position, of: entry.of, phase: t("common.phase." + entry.phase) })
    : t("desk.session_" + session.state);
  const troubles = problemsOf(problems, session.id).filter((problem) => problem.session === session.id).length;
  return el("button", { class: "hall", on: { click: () => choose(session.id) },
    attrs: { type: "button", "data-session": session.id, "aria-pressed": session.id === chosen ? "true" : "false",
      "data-focus": "hall-" + session.id, title: session.name } },
  el("span", { class: "hall-name", text: session.name }),
  el("span", { class: "hall-words" }, el("span", { text: words }), el("span", { class: "hall-time", attrs: { "data-hall-time": session.id } }),
    entry ? el("span", { text: t("desk.hall_settled", { settled: entry.settled, panel: entry.panel }) }) : null,
    troubles ? el("span", { class: "hall-troubles" }, icon("warn"), String(troubles)) : null));
}

// The switch between the halls, which is also the strip that shows all of them at once.
export function drawHalls(node, sessions, chosen, problems, choose) {
  const value = sessions.map((session) => [session.id, session.name, session.state, session.now && [session.now.id, session.now.phase,
    session.now.settled, session.now.panel], problemsOf(problems, session.id).length]);
  paint(node, [value, chosen], () => sessions.map((session) => hallTab(session, chosen, problems, choose)));
  tickHalls(sessions);
}

export function tickHalls(sessions) {
  const at = serverNow();
  sessions.forEach((session) => {
    const node = document.querySelector('[data-hall-time="' + CSS.escape(session.id) + '"]');
    if (!node) return;
    const timer = session.now && session.now.timer ? timerAt(session.now, at) : null;
    setText(node, timer ? timer.digits : "");
    node.dataset.level = timer ? timer.level : "";
  });
}

// The link to the server with the age of what is shown, and the clock.
export function tickTop(status, sawPicture) {
  setText(byId("clock"), formatTime(serverNow(), true));
  const node = byId("link");
  const age = status.last ? Math.max(0, Math.round((performance.now() - status.last) / 1000)) : null;
  node.dataset.state = status.state;
  document.documentElement.dataset.link = status.state;
  if (status.state === "live") setText(node, t("common.live"));
  else if (status.state === "polling") setText(node, t("common.polling"));
  else setText(node, sawPicture && age !== null ? t("desk.stale_since", { seconds: age }) : t("desk.not_connected"));
}

export function drawStored(server, session, contest) {
  const stored = server ? t("desk.stored", { seq: server.seq }) : "";
  if (byId("stored").textContent !== stored) replace(byId("stored"), stored ? icon("tick") : null, stored);
  const opener = byId("open-scene");
  paint(opener, [session.scene, session.scene_pool, session.page, contest.pools], () => [
    el("span", { text: t("desk.board_now", { scene: sceneWord(session, contest) }) }), kbd("B")]);
}
