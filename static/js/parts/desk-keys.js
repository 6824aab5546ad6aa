// The desk's keys: each does what the button that shows it does; none acts while somebody types or a dialog is open.
import { byId } from "../lib/dom.js";

const TYPING = ["INPUT", "TEXTAREA", "SELECT"];

function isTyping(target) {
  return target && (TYPING.indexOf(target.tagName) >= 0 || target.isContentEditable);
}

function isQuiet(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target) || byId("dialog").open;
}

// Space on a focused button or link presses that one, as everywhere.
function isOwnSpace(event) {
  return event.code === "Space" && event.target && ["BUTTON", "A", "SUMMARY"].indexOf(event.target.tagName) >= 0;
}

function nameOf(event) {
  if (event.code === "Space") return "Space";
  if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3);
  if (/^(Digit|Numpad)[1-9]$/.test(event.code)) return event.code.slice(-1);
  return event.key;
}

// acts: {KEY: fn}; hold: {down, up} for V. A key that is kept down acts once.
export function listenToKeys(acts, hold) {
  let held = false;
  const letGo = () => {
    if (held) hold.up();
    held = false;
  };
  document.addEventListener("keydown", (event) => {
    if (isQuiet(event) || isOwnSpace(event)) return;
    const name = nameOf(event);
    if (name === "V") {
      if (!event.repeat && !held) {
        held = true;
        hold.down();
      }
      event.preventDefault();
    } else if (acts[name]) {
      event.preventDefault();
      if (!event.repeat) acts[name]();
    }
  });
  document.addEventListener("keyup", (event) => {
    if (event.code === "KeyV") letGo();
  });
  window.addEventListener("blur", letGo);
  document.addEventListener("visibilitychange", letGo);
}
