// How the desk draws: a place is drawn anew only when what it shows has changed, never under a pressed finger.
import { el, replace } from "../lib/dom.js";
import { lang, t } from "../lib/i18n.js";

const shown = new WeakMap();
const waiting = new Map();
let pressed = false;

// The sentence of a {zh, en} that the server has worded.
export function said(words) {
  return words ? words[lang] || words.zh || "" : "";
}

export function kbd(key) {
  return el("kbd", { text: key, attrs: { "aria-hidden": "true" } });
}

// A button of the desk. given: {label, key, command, focus, solid, on, disabled, about}
export function button(given) {
  const attrs = {
    type: "button", "data-command": given.command, "data-focus": given.focus || given.command,
    disabled: Boolean(given.disabled), "data-about": given.about, "aria-keyshortcuts": given.shortcut,
  };
  const look = "button" + (given.solid ? " button-solid" : "") + (given.class ? " " + given.class : "");
  return el("button", { class: look, attrs, on: { click: given.on } },
    el("span", { text: given.label }), given.key ? kbd(given.key) : null);
}

// "现场" or "远程", for judges and entries alike.
export function attendanceWord(attendance) {
  return attendance === "remote" ? t("common.remote") : t("common.onsite");
}

// Facts side by side with hairlines between them; empty ones are left out.
export function facts(...texts) {
  return el("p", { class: "facts muted" }, texts.filter(Boolean).map((text) => el("span", { text })));
}

export function heading(left, right) {
  return el("div", { class: "panel-head" }, el("h2", { text: left }),
    right instanceof Node ? right : el("span", { class: "muted", text: right || "" }));
}

// Draw node from build() -> list of nodes where its value differs from the last one drawn.
export function paint(node, value, build) {
  const mark = JSON.stringify(value);
  if (shown.get(node) === mark && !waiting.has(node)) return;
  if (pressed) {
    waiting.set(node, () => paint(node, value, build));
    return;
  }
  waiting.delete(node);
  shown.set(node, mark);
  const active = document.activeElement;
  const focus = active && node.contains(active) ? active.getAttribute("data-focus") : null;
  replace(node, ...build());
  if (!focus) return;
  const again = node.querySelector('[data-focus="' + CSS.escape(focus) + '"]');
  if (again) again.focus({ preventScroll: true });
}

// Draw a place again at the next change, whatever it shows.
export function forget(node) {
  shown.delete(node);
}

function release() {
  pressed = false;
  // The click comes after the release; drawing before it would lose the click.
  setTimeout(() => {
    if (pressed) return;
    const late = Array.from(waiting.values());
    waiting.clear();
    late.forEach((fn) => fn());
  }, 60);
}

document.addEventListener("pointerdown", () => { pressed = true; }, true);
["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, release, true));
window.addEventListener("blur", release);

// A server-made picture (a QR code) as a node; null where it is no SVG.
export function drawing(svg) {
  if (!svg) return null;
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  if (!parsed || parsed.nodeName !== "svg") return null;
  parsed.querySelectorAll("script, style, foreignObject").forEach((node) => node.remove());
  parsed.removeAttribute("style");
  return document.importNode(parsed, true);
}
