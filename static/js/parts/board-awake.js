// A screen on a wall: it stays awake, hides its pointer and fills the screen on a key or a double click.

const POINTER = 3000; // ms

// Ask for the screen to stay on, again after each return: the browser lets go when the page is covered.
function stayAwake() {
  if (!navigator.wakeLock || document.visibilityState !== "visible") return;
  navigator.wakeLock.request("screen").catch(() => null);
}

function fill() {
  if (document.fullscreenElement) {
    document.exitFullscreen();
    return;
  }
  const asked = document.documentElement.requestFullscreen && document.documentElement.requestFullscreen();
  if (asked) asked.catch(() => null);
}

export function keepAwake() {
  let timer = null;
  const moved = () => {
    document.body.classList.remove("board-idle-pointer");
    clearTimeout(timer);
    timer = setTimeout(() => document.body.classList.add("board-idle-pointer"), POINTER);
  };
  document.addEventListener("visibilitychange", stayAwake);
  document.addEventListener("pointermove", moved);
  document.addEventListener("dblclick", fill);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && !event.altKey) fill();
  });
  stayAwake();
  moved();
}
