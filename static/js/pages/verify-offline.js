// The file that checks a certificate without a network. Its own text, the parts above it, the key and the list
// of ended numbers stand in one page: see web/views/verify.py.
import { listFields, sentenceOf } from "../parts/verify-fields.js";
import { fieldsOf, isSigned, readQr } from "../parts/verify-statement.js";

const both = JSON.parse(document.getElementById("both").textContent);
const known = JSON.parse(document.getElementById("known").textContent);
const shown = { lang: document.documentElement.lang === "en" ? "en" : "zh", text: "" };
const LOOK_EVERY = 300; // ms between two looks of the camera

function node(id) {
  return document.getElementById(id);
}

function say(key, params) {
  const text = both[shown.lang][key] || key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (params && name in params ? String(params[name]) : whole));
}

function day(at) {
  return new Date(at).toLocaleString(shown.lang === "en" ? "en-GB" : "zh-CN", { timeZone: "Asia/Shanghai" });
}

function speak() {
  document.documentElement.lang = shown.lang === "en" ? "en" : "zh-CN";
  document.title = say("verify.offline_title");
  document.querySelectorAll("[data-t]").forEach((one) => { one.textContent = say(one.dataset.t); });
  node("language").textContent = say("verify.other_language");
  node("as-of").textContent = say("verify.as_of", { at: day(known.at), count: known.ended.length, head: known.head.slice(0, 16) });
  if (shown.text) check();
}

function check() {
  const place = node("paper");
  const found = readQr(shown.text);
  const fields = found && fieldsOf(found.payload);
  place.textContent = "";
  place.hidden = false;
  if (!found) place.append(sentenceOf(say("verify.not_qr"), "wait"));
  else if (!fields || !isSigned(known.key, found.number, found)) place.append(sentenceOf(say("verify.bad_signature"), "stop"));
  else good(place, found.number, fields);
}

function good(place, number, fields) {
  const ended = known.ended.find((one) => one[0] === number);
  if (ended) {
    place.append(sentenceOf(say("verify.state." + ended[1]), "stop"), sentenceOf(say("verify.ended", { at: day(ended[2]) }), "stop"));
    if (ended[3]) place.append(sentenceOf(say("verify.replaced_by") + " " + ended[3], "none"));
  }
  place.append(sentenceOf(say("verify.signed"), ended ? "wait" : "ok"), sentenceOf(say("verify.of", { number }), "none"));
  const list = document.createElement("dl");
  list.className = "verify-fields";
  place.append(listFields(list, fields, say));
}

function take(text) {
  node("text").value = text;
  shown.text = text;
  check();
}

async function scan() {
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  const video = node("video");
  let stream = null;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch (error) {
    node("camera").textContent = say("verify.no_camera");
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const look = async () => {
    const codes = await detector.detect(video).catch(() => []);
    if (!codes.length) {
      window.setTimeout(look, LOOK_EVERY);
      return;
    }
    stream.getTracks().forEach((track) => track.stop());
    video.hidden = true;
    take(codes[0].rawValue);
  };
  look();
}

async function readPicture() {
  const file = node("picture").files[0];
  if (!file) return;
  const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
  const codes = await createImageBitmap(file).then((picture) => detector.detect(picture)).catch(() => []);
  take(codes.length ? codes[0].rawValue : "?");
}

node("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  take(node("text").value);
});
node("language").addEventListener("click", () => {
  shown.lang = shown.lang === "en" ? "zh" : "en";
  speak();
});
if ("BarcodeDetector" in window) {
  node("seeing").hidden = false;
  node("camera").hidden = !navigator.mediaDevices;
  node("camera").addEventListener("click", scan);
  node("picture").addEventListener("change", readPicture);
}
document.body.dataset.ready = "true";
speak();
