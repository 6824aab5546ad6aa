// Where pre-printed certificate paper wants the text: two offsets in mm, kept on this computer, and a page to try them.
import { byId, el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { showRefusal } from "./desk-command.js";
import { printPlace } from "./papers-job.js";

const KEPT = "liangfen-overprint";
const FURTHEST = 500; // tenths of a mm
const MM = /^([+\-\u2212\uff0d]?)(\d{1,2})(?:[.,\uff0e\u3002](\d))?$/;

// Tenths of a mm of what was typed ("1.5", "-0,3"); null where it is no such number.
export function tenths(text) {
  const found = MM.exec(text.trim() || "0");
  if (!found) return null;
  const whole = Number(found[2]) * 10 + Number(found[3] || 0);
  if (whole > FURTHEST) return null;
  return found[1] && found[1] !== "+" && whole ? -whole : whole;
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch (error) {
    return {};
  }
}

function keep(offsets) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(offsets));
  } catch (error) {
    // A browser that keeps nothing asks again next time.
  }
}

function offsetField(name, value) {
  return el("label", { class: "field short" }, el("span", { text: t("papers." + name) }),
    el("input", { attrs: { name, value, inputmode: "decimal", autocomplete: "off", maxlength: 6, "aria-describedby": "offset-hint" } }));
}

// The offsets as typed, or null after saying at place what is wrong.
export function offsets(form, place) {
  const found = {};
  for (const name of ["right", "down"]) {
    found[name] = tenths(form.elements[name].value);
    if (found[name] === null) {
      showRefusal(place, t("papers.offset_wrong", { field: t("papers." + name) }));
      form.elements[name].focus();
      return null;
    }
  }
  keep({ right: form.elements.right.value.trim(), down: form.elements.down.value.trim() });
  return found;
}

// The offsets' fields, shown while the box is ticked. form(): the form that they stand in.
export function overprintFields(form, place) {
  const start = kept();
  const test = printPlace({ name: "certificate-test", title: t("papers.test_page"), label: t("papers.print_test"), plain: true, payload: () => {
    const found = offsets(form(), place);
    return found ? { paper: "certificate-test", overprint: found } : null;
  } });
  const inner = el("div", { class: "overprint", attrs: { id: "overprint", hidden: true } }, offsetField("right", start.right || "0"), offsetField("down", start.down || "0"),
    test.node, el("p", { class: "muted hint", text: t("papers.offset_hint"), attrs: { id: "offset-hint" } }));
  inner.addEventListener("input", test.reset);
  return inner;
}

// Show the offsets' fields or put them away.
export function openOverprint(isOpen) {
  byId("overprint").hidden = !isOpen;
}
