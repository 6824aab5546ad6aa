// The keyboard does what the pad does. Keys meant for a text field or a dialog are left alone.

const STEADY = ["row", "key", "step", "mark-field"];

function elsewhere(target) {
  return /^(INPUT|TEXTAREA|SELECT|A)$/.test(target.tagName);
}

// A focused control of the sheet itself does not swallow Enter; any other button keeps it.
function keepsEnter(target) {
  return target.tagName === "BUTTON" && !STEADY.some((name) => target.classList.contains(name));
}

// listenKeys({allowed(), acts}) with acts press, rub, next, up, down, step(direction), back
export function listenKeys(options) {
  const { allowed, acts } = options;
  const plain = {
    ".": () => acts.press("."), ",": () => acts.press("."), Backspace: acts.rub, Delete: acts.clear,
    ArrowUp: acts.up, ArrowDown: acts.down, "+": () => acts.step(1), "=": () => acts.step(1), "-": () => acts.step(-1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || elsewhere(event.target) || !allowed()) return;
    let act = plain[event.key];
    if (/^[0-9]$/.test(event.key)) act = () => acts.press(event.key);
    if (event.key === "Enter" && !keepsEnter(event.target)) act = acts.next;
    if (!act) return;
    event.preventDefault();
    act();
  });
}
