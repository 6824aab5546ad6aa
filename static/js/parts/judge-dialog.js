// Dialogs: one at a time, closed by the key Escape, focus given back.
import { el, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { t } from "../lib/i18n.js";

let open = null;

export function closeDialog() {
  if (!open) return;
  const { node, back } = open;
  open = null;
  if (node.close && node.open) node.close();
  node.remove();
  if (back && back.isConnected) back.focus();
}

export function dialogOpen() {
  return open !== null;
}

// Show title and content; returns {node, refill(...content)}.
export function showDialog(id, title, ...content) {
  closeDialog();
  const body = el("div", { class: "dialog-body" }, content);
  const close = el("button", { class: "button", attrs: { type: "button", "data-act": "close" }, on: { click: closeDialog } }, icon("close"), t("common.close"));
  const node = el("dialog", { attrs: { id, "aria-label": title } },
    el("div", { class: "dialog-head" }, el("h2", { text: title }), close), body);
  const back = document.activeElement;
  document.body.append(node);
  open = { node, back };
  node.addEventListener("cancel", (event) => {
    event.preventDefault();
    closeDialog();
  });
  if (node.showModal) node.showModal();
  else node.setAttribute("open", "");
  return { node, refill: (...next) => replace(body, next) };
}

// Ask for a reason and do(reason) -> Promise<string error | null>; closes when it went well.
export function askReason(id, title, text, label, act) {
  const said = el("p", { class: "dialog-said", attrs: { role: "alert" } });
  const box = el("textarea", { class: "text", attrs: { rows: 2, maxlength: 200, required: true, "aria-label": t("judge.reason_label"), placeholder: t("judge.reason_label") } });
  const send = el("button", { class: "button button-solid", attrs: { type: "submit", "data-act": "send" } }, label);
  const form = el("form", { class: "dialog-form", attrs: { novalidate: true }, on: { submit: (event) => sendReason(event, box, send, said, act) } },
    el("p", { text }), box, said,
    el("div", { class: "ask-acts" }, el("button", { class: "button", attrs: { type: "button" }, on: { click: closeDialog } }, t("common.cancel")), send));
  showDialog(id, title, form);
  box.focus();
}

async function sendReason(event, box, send, said, act) {
  event.preventDefault();
  const reason = box.value.trim();
  if (!reason) {
    said.textContent = t("judge.reason_needed");
    box.focus();
    return;
  }
  send.disabled = true;
  const refused = await act(reason);
  send.disabled = false;
  if (refused) said.textContent = refused;
  else closeDialog();
}
