// Between entries: the contest, the hall, the way to follow on a phone.
import { el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { byWords } from "./board-fit.js";

export function idleScene(picture) {
  const { contest, session, stage } = picture;
  const next = stage && stage.next;
  return el("div", { class: "idle" },
    el("div", { class: "idle-words" },
      el("h1", { class: "idle-name", attrs: { "data-sizes": "112 96 84 72", "data-lines": 3 } }, byWords(contest.name)),
      el("p", { class: "idle-hall", text: session.name }),
      el("p", { class: "idle-place", text: session.place }),
      next ? el("p", { class: "idle-next" }, el("span", { text: t("board.next") }), " ",
        el("b", { text: next.circle }), " ", el("span", { text: next.title })) : null),
    el("figure", { class: "idle-code" },
      el("img", { attrs: { src: "/qr/live.svg", alt: t("board.qr") } }),
      el("figcaption", { text: t("board.qr") })));
}
