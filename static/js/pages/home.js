// The front door: what is on in each hall, streamed like everything public.
import { byId, setText } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { createStore } from "../lib/store.js";
import { connect } from "../lib/socket.js";
import { phaseWords, placeWords } from "../parts/audience-words.js";

const store = createStore();

function paintHall(node) {
  const stage = store.part("stage/" + node.dataset.hall);
  const nowLine = node.querySelector("[data-part=now]");
  const facts = node.querySelector("[data-part=facts]");
  if (!stage) return;
  node.dataset.phase = stage.phase;
  if (stage.entry) {
    setText(nowLine, stage.entry.title);
    setText(facts, t("home.facts", { phase: phaseWords(stage), place: placeWords(stage.entry), circle: stage.entry.circle }));
    return;
  }
  setText(nowLine, t("home.waiting"));
  setText(facts, stage.next ? t("audience.next", { title: stage.next.title }) : "");
}

store.on("", () => document.querySelectorAll("[data-hall]").forEach(paintHall));
const link = connect({ namespace: "/public", pollPath: "/api/v1/public/picture", store });
link.onStatus((status) => setText(byId("age"), status.state === "stale" && status.last ? t("home.stale") : ""));
