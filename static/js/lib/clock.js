// The server's time, from the "at" of its messages and a local clock that nobody can turn.

const KEEP = 8;
const JUMP = 3000;
const BEIJING = 8 * 3600 * 1000; // ms ahead of UTC, the whole year
let samples = [];

function local() {
  return performance.now();
}

// Take note of a server time in ms. A message can only be late, never early: the largest difference is nearest.
export function observe(at) {
  if (typeof at !== "number") return;
  const difference = at - local();
  if (samples.length && Math.abs(difference - Math.max(...samples)) > JUMP) samples = [];
  samples.push(difference);
  if (samples.length > KEEP) samples.shift();
}

// The server's time now, ms since the epoch; the device's own until the server has spoken.
export function now() {
  return samples.length ? Math.round(Math.max(...samples) + local()) : Date.now();
}

// Whole seconds as "02:15"; hours are folded into minutes.
export function formatSeconds(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => (number < 10 ? "0" : "") + number;
  return two(Math.floor(whole / 60)) + ":" + two(whole % 60);
}

// Server ms as "10:52" or "10:52:31" in Beijing time, as on paper, whatever zone the device is set to.
export function formatTime(ms, withSeconds) {
  const moment = new Date(ms + BEIJING);
  const two = (number) => (number < 10 ? "0" : "") + number;
  const short = two(moment.getUTCHours()) + ":" + two(moment.getUTCMinutes());
  return withSeconds ? short + ":" + two(moment.getUTCSeconds()) : short;
}

// Call fn(now) when the server's second turns; returns the way to stop.
export function everySecond(fn) {
  let last = null;
  const timer = setInterval(() => {
    const second = Math.floor(now() / 1000);
    if (second === last) return;
    last = second;
    fn(now());
  }, 200);
  return () => clearInterval(timer);
}
