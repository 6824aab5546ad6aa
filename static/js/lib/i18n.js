// The page's words, from <script type="application/json" id="words">.

const holder = document.getElementById("words");
let words = {};
if (holder) {
  words = JSON.parse(holder.textContent || "{}");
  if (typeof words === "string") words = JSON.parse(words);
}

export const lang = document.documentElement.lang.slice(0, 2) === "en" ? "en" : "zh";

// The sentence of that key with {name} replaced from params; an unknown key shows itself.
export function t(key, params) {
  const text = Object.prototype.hasOwnProperty.call(words, key) ? words[key] : key;
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

// The sentence of a server's {zh, en} pair in the page's language.
export function spoken(pair) {
  if (!pair) return "";
  return (lang === "en" ? pair.en : pair.zh) || pair.zh || pair.en || "";
}

// An address in the other language, the fragment kept.
export function otherLanguage() {
  const address = new URL(window.location.href);
  address.searchParams.set("lang", lang === "en" ? "zh" : "en");
  return address.pathname + address.search + address.hash;
}
