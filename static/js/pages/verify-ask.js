// /verify: a number, or the text of a QR code.
import { byId } from "../lib/dom.js";
import { takeForm } from "../parts/verify-form.js";

takeForm(byId("ask"));
