// The desk's one dialog: a question with its fields, or a small menu.
import { byId, el, replace } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { refusalPlace, send, showRefusal, WITH_REASON } from "./desk-command.js";
import { drawing } from "./desk-view.js";

let serial = 0;

export function closeDialog() {
  const dialog = byId("dialog");
  if (dialog.open) dialog.close();
  // A field of a closed dialog holds the focus until the next frame and would swallow the next key.
  if (dialog.contains(document.activeElement)) document.activeElement.blur();
}

// At once, so that the next key already belongs to the desk; the browser's own closing comes later.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) closeDialog();
});

// A button that was pressed by pointer keeps no focus, or the space bar would press it again.
export function letGoOfPointer() {
  const active = document.activeElement;
  if (active && active !== document.body && !active.matches(":focus-visible")) active.blur();
}

// Open the dialog with a title and content; name is its data-dialog, by which it is found.
export function openDialog(name, title, ...content) {
  const dialog = byId("dialog");
  dialog.dataset.dialog = name;
  const close = el("button", { class: "dialog-close", text: "×", on: { click: closeDialog },
    attrs: { type: "button", "aria-label": t("common.close") } });
  replace(dialog, el("div", { class: "dialog-head" },
    el("h2", { text: title, attrs: { id: "dialog-title", tabindex: -1 } }), close), ...content);
  if (!dialog.open) {
    letGoOfPointer();
    dialog.showModal();
  }
  // A menu begins at its title: a second press of the space bar must not do what happens to stand first.
  (dialog.querySelector("form input, form select") || byId("dialog-title")).focus();
  return dialog;
}

// given: {name, label, type, value, required, options: [{value, text}], hint, inputmode}
function field(given) {
  serial += 1;
  const hint = given.hint ? "hint-" + serial : null;
  const attrs = { name: given.name, required: given.required !== false, autocomplete: "off",
    "aria-describedby": hint, inputmode: given.inputmode, maxlength: given.options ? null : 300 };
  let control;
  if (given.options) {
    control = el("select", { attrs }, given.options.map((option) => el("option",
      { text: option.text, attrs: { value: option.value, selected: option.value === given.value } })));
  } else {
    control = el("input", { attrs: Object.assign(attrs, { type: given.type || "text", value: given.value || "" }) });
  }
  return el("label", { class: "field" }, el("span", { text: given.label }), control,
    hint ? el("small", { class: "muted", text: given.hint, attrs: { id: hint } }) : null);
}

function reasonField() {
  return { name: "reason", label: t("desk.reason"), hint: t("desk.reason_hint") };
}

function values(form) {
  const found = {};
  new FormData(form).forEach((value, name) => { found[name] = String(value).trim(); });
  return found;
}

// Ask before a command. given: {command, title, detail (a node), text, fields, payload, confirm, read(values) -> payload | {problem}}
// Resolves nothing; after the server took it the dialog closes (or given.done(body) takes over).
export function askCommand(given) {
  const fields = (given.fields || []).concat(WITH_REASON.indexOf(given.command) >= 0 ? [reasonField()] : []);
  const place = refusalPlace("dialog");
  const form = el("form", { class: "dialog-form", attrs: { method: "dialog", novalidate: true, "data-form": given.command } },
    given.detail || null, given.text ? el("p", { text: given.text }) : null, fields.map(field), place,
    el("div", { class: "dialog-acts" },
      el("button", { class: "button", text: t("common.cancel"), on: { click: closeDialog }, attrs: { type: "button" } }),
      el("button", { class: "button button-solid", text: given.confirm || t("common.confirm"),
        attrs: { type: "submit", "data-command": given.command } })));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form, given, place);
  });
  openDialog(given.command, given.title, form);
  if (!fields.length) form.querySelector("[type=submit]").focus();
}

function emptyField(form) {
  return Array.from(form.elements).find((control) => control.required && !control.value.trim());
}

async function submit(form, given, place) {
  const empty = emptyField(form);
  if (empty) {
    showRefusal(place, t("desk.fill_in", { field: empty.closest("label").querySelector("span").textContent }));
    empty.focus();
    return;
  }
  const entered = values(form);
  const read = given.read ? given.read(entered) : entered;
  if (read.problem) {
    showRefusal(place, read.problem);
    return;
  }
  const payload = Object.assign({}, given.payload, read);
  const body = given.submit ? await given.submit(payload, place) : await send(given.command, payload, place);
  if (!body) return;
  if (given.done) given.done(body);
  else closeDialog();
}

// Show a one-time link with its QR code, to be handed over now.
export function showLink(title, body) {
  const link = body.link || "";
  const place = refusalPlace("link");
  const copy = el("button", { class: "button", text: t("desk.copy_link"), attrs: { type: "button" }, on: { click: async () => {
    try {
      await navigator.clipboard.writeText(link);
      showRefusal(place, t("desk.copied"));
    } catch (error) {
      showRefusal(place, t("desk.copy_by_hand"));
    }
  } } });
  openDialog("link", title, el("p", { text: t("desk.link_once") }),
    el("div", { class: "qr" }, drawing(body.qr_svg || body.qr)),
    el("p", { class: "link-text", text: link, attrs: { "data-link": link } }), place, el("div", { class: "dialog-acts" }, copy));
}
