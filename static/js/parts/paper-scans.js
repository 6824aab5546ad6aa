// The scans of one ballot: shown beside it, attached by file or camera.
import { el, replace, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { formatTime } from "../lib/clock.js";
import { ask, refusalPlace, showRefusal } from "./desk-command.js";

const LIMIT = 10 * 1024 * 1024;
const SLOW = { seconds: 120 };

function shown(scan, path) {
  const address = path + "/scans/" + scan.id;
  const size = t("paper.size_kb", { size: Math.max(1, Math.round(scan.size / 1024)) });
  const picture = scan.media.indexOf("image/") === 0
    ? el("img", { attrs: { src: address, alt: t("paper.scan_alt", { name: scan.name }), loading: "lazy" } }) : null;
  return el("li", { class: "scan", attrs: { "data-scan": scan.id } },
    el("a", { class: "scan-link", attrs: { href: address, target: "_blank", rel: "noopener" } }, picture, el("span", { text: scan.name })),
    el("span", { class: "muted facts" }, el("span", { text: size }), el("span", { text: formatTime(scan.at, true) })));
}

// createScans(path) -> {node, draw(scans)}; path is the address of the place.
export function createScans(path) {
  const list = el("ul", { class: "scan-list" });
  const refusal = refusalPlace("scans");
  const done = el("p", { class: "muted", attrs: { role: "status" } });
  const input = el("input", { class: "visually-hidden", attrs: { type: "file", id: "scan-file", accept: "image/jpeg,image/png,application/pdf", "aria-describedby": "attach-hint" } });
  const state = { drawn: null };

  function draw(scans) {
    const mark = JSON.stringify(scans);
    if (state.drawn === mark) return;
    state.drawn = mark;
    replace(list, scans.length ? scans.map((scan) => shown(scan, path)) : el("li", { class: "muted", text: t("paper.scans_none") }));
  }

  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file) return;
    setText(done, "");
    if (file.size > LIMIT) {
      showRefusal(refusal, t("paper.too_large"));
    } else {
      const form = new FormData();
      form.append("file", file);
      const body = await ask("POST", path + "/scans", form, refusal, SLOW);
      if (body) {
        draw(body.scans);
        setText(done, t("paper.attached", { name: file.name }));
      }
    }
    input.value = "";
  });
  const node = el("section", { class: "card scans", attrs: { "aria-label": t("paper.scans") } }, el("h2", { text: t("paper.scans") }), list,
    el("div", { class: "attach" }, input, el("label", { class: "button", text: t("paper.attach"), attrs: { for: "scan-file" } }),
      el("small", { class: "muted", text: t("paper.attach_hint"), attrs: { id: "attach-hint" } })), refusal, done);
  return { node, draw };
}
