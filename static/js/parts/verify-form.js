// The form of the verify pages: what stands behind a pasted # stays in the browser.
import { readQr } from "./verify-statement.js";

export function takeForm(form) {
  form.addEventListener("submit", (event) => {
    const typed = form.elements.number.value.trim();
    const found = readQr(typed);
    if (!found) return;
    event.preventDefault();
    window.location.assign("/verify/" + encodeURIComponent(found.number).replace(/%2F/g, "/") + typed.slice(typed.indexOf("#")));
  });
}
