// SHA-256 of text in UTF-8, as lower-case hex. Written out because crypto.subtle does not exist over plain http.

const ROUND = [];
const START = [];
(function constants() {
  let candidate = 2;
  while (ROUND.length < 64) {
    if (isPrime(candidate)) {
      if (START.length < 8) START.push(fraction(Math.sqrt(candidate)));
      ROUND.push(fraction(Math.cbrt(candidate)));
    }
    candidate += 1;
  }
})();

function isPrime(number) {
  for (let factor = 2; factor * factor <= number; factor += 1) if (number % factor === 0) return false;
  return true;
}

function fraction(root) {
  return Math.floor((root - Math.floor(root)) * 4294967296) | 0;
}

function rotate(word, bits) {
  return (word >>> bits) | (word << (32 - bits));
}

function padded(bytes) {
  const length = bytes.length;
  const full = new Uint8Array(((length + 8) >> 6) * 64 + 64);
  full.set(bytes);
  full[length] = 128;
  const view = new DataView(full.buffer);
  view.setUint32(full.length - 8, Math.floor(length / 536870912));
  view.setUint32(full.length - 4, (length << 3) >>> 0);
  return view;
}

function block(view, offset, state) {
  const w = new Int32Array(64);
  for (let i = 0; i < 16; i += 1) w[i] = view.getInt32(offset + i * 4);
  for (let i = 16; i < 64; i += 1) {
    const early = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ (w[i - 15] >>> 3);
    const late = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ (w[i - 2] >>> 10);
    w[i] = (w[i - 16] + early + w[i - 7] + late) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const high = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + high + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
    const low = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
}

export function sha256(text) {
  const view = padded(new TextEncoder().encode(text));
  let state = START.slice();
  for (let offset = 0; offset < view.byteLength; offset += 64) state = block(view, offset, state);
  return state.map((word) => ("0000000" + (word >>> 0).toString(16)).slice(-8)).join("");
}

// JSON with sorted keys and no spaces, the form that both sides hash. Integers, strings, arrays, objects, null.
export function canonical(value) {
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  if (value && typeof value === "object") {
    const members = Object.keys(value).sort().map((key) => JSON.stringify(key) + ":" + canonical(value[key]));
    return "{" + members.join(",") + "}";
  }
  return JSON.stringify(value);
}

// 32 hex digits from the browser's random source, which exists over plain http too.
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => ("0" + byte.toString(16)).slice(-2)).join("");
}
