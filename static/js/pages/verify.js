// /verify/NUMBER: the register's words, and the paper's own behind the #, whose signature is checked here.
import { byId } from "../lib/dom.js";
import { otherLanguage, t } from "../lib/i18n.js";
import { differing, listFields, sentenceOf } from "../parts/verify-fields.js";
import { fieldsOf, isSigned, readFragment } from "../parts/verify-statement.js";
import { takeForm } from "../parts/verify-form.js";

const register = JSON.parse(byId("register").textContent);

function showPaper() {
  const place = byId("paper");
  place.textContent = "";
  byId("language").href = otherLanguage();
  const fragment = window.location.hash;
  if (fragment.length < 2) {
    place.append(sentenceOf(t("verify.no_fragment"), "none"));
    return;
  }
  const carried = readFragment(fragment);
  const fields = carried && fieldsOf(carried.payload);
  if (!fields || !isSigned(place.dataset.key, place.dataset.number, carried)) {
    place.append(sentenceOf(t("verify.bad_signature"), "stop"));
    return;
  }
  compare(place, fields);
}

function compare(place, fields) {
  const differs = register ? differing(fields, register.text) : [];
  if (register && !differs.length) {
    place.append(sentenceOf(t("verify.same"), "ok"));
    return;
  }
  place.append(sentenceOf(t("verify.signed"), "ok"));
  place.append(register ? sentenceOf(t("verify.paper_differs"), "stop") : sentenceOf(t("verify.signed_only"), "wait"));
  const list = document.createElement("dl");
  list.className = "verify-fields";
  place.append(listFields(list, fields, t, differs));
}

takeForm(byId("ask"));
window.addEventListener("hashchange", showPaper);
showPaper();
