// What a certificate's QR code carries, as scoring/rules/certificate_statement.py and web/signing.py write it.
// The offline file holds this text too: it imports nothing.

const PATH = "/verify/";
const PURPOSE = "liangfen certificate 1";
const KINDS = { a: "award", m: "member", j: "judge", p: "participation" };
const SINGLE = ["contest", "organiser", "date", "unit", "circle", "title", "award", "person"];
const SEPARATOR = "\u001f";

function decoded(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) return null;
  try {
    const raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, (character) => character.charCodeAt(0));
  } catch (error) {
    return null;
  }
}

// {payload, signature} of what stands behind the #, null for anything else.
export function readFragment(fragment) {
  const parts = fragment.replace(/^#/, "").split(".");
  if (parts.length !== 3 || parts[0] !== "1") return null;
  const payload = decoded(parts[1]);
  const signature = decoded(parts[2]);
  return payload && payload.length && signature && signature.length === 64 ? { payload, signature } : null;
}

// {number, payload, signature} of a QR code's whole text, null for anything else.
export function readQr(text) {
  const given = text.trim();
  const mark = given.indexOf("#");
  const at = given.lastIndexOf(PATH, mark);
  const carried = mark < 0 || at < 0 ? null : readFragment(given.slice(mark));
  if (!carried) return null;
  const written = given.slice(at + PATH.length, mark);
  let number = written;
  try {
    number = decodeURIComponent(written);
  } catch (error) {
    number = written;
  }
  return number ? { number, payload: carried.payload, signature: carried.signature } : null;
}

// Whether the fields are those that were signed for this number; key is the published text of the public key.
export function isSigned(key, number, carried) {
  const head = new TextEncoder().encode(PURPOSE + "\n" + number + "\n");
  const message = new Uint8Array(head.length + carried.payload.length);
  message.set(head);
  message.set(carried.payload, head.length);
  const publicKey = decoded(key);
  return Boolean(publicKey) && publicKey.length === 32 && window.nacl.sign.detached.verify(message, carried.signature, publicKey);
}

// The fields as the register has them, members as a list; null where the bytes are none.
export function fieldsOf(payload) {
  let parts = [];
  try {
    parts = new TextDecoder("gb18030", { fatal: true }).decode(payload).split(SEPARATOR);
  } catch (error) {
    return null;
  }
  const kind = KINDS[parts[0]];
  if (!kind || parts.length <= SINGLE.length) return null;
  const fields = { kind, members: parts.slice(SINGLE.length + 1) };
  SINGLE.forEach((name, at) => { fields[name] = parts[at + 1]; });
  return fields;
}
