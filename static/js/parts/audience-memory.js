// Small wishes kept on this phone only; where storage is refused they last as long as the page.
const PREFIX = "liangfen.audience.";
const fallback = {};

export function keptText(name) {
  try {
    return window.localStorage.getItem(PREFIX + name);
  } catch (refused) {
    return fallback[name] || null;
  }
}

export function keepText(name, text) {
  fallback[name] = text;
  try {
    window.localStorage.setItem(PREFIX + name, text);
  } catch (refused) {
    // private browsing: kept in this page only
  }
}
