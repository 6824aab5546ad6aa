// What is done to one certificate: print again, mend (a new number, the old one void), void. Each is asked first.
import { byId, el } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { ask } from "./desk-command.js";
import { askCommand, closeDialog, openDialog } from "./desk-dialog.js";
import { printPlace } from "./papers-job.js";
import { choices } from "./papers-options.js";
import { differing } from "./papers-say.js";

const API = "/api/v1/desk/certificates/";

function reasonField(hint) {
  return { name: "reason", label: t("desk.reason"), hint: t(hint) };
}

function about(row) {
  return el("p", { class: "about" }, el("strong", { class: "number", text: row.number }),
    el("span", { text: [row.person, row.circle, row.unit].filter(Boolean).join(t("papers.between")) }), row.award ? el("span", { text: row.award }) : null);
}

// A dialog that prints certificates; closing it stops what is still printing.
function printHere(title, words, body, reload) {
  const print = printPlace({ name: "certificate", title, once: true, ended: reload, fetched: reload,
    payload: () => Object.assign({ paper: "certificates", bundle: true }, body) });
  openDialog("print-one", title, el("p", { text: words }), print.node);
  byId("dialog").addEventListener("close", print.end, { once: true });
  print.node.focus();
  return print;
}

function printOne(title, words, row, number, reason, reload) {
  return printHere(title, words, { kind: row.kind, numbers: [number], reason }, reload);
}

export function askReprint(row, reload) {
  if (!row.prints.length) {
    printOne(t("papers.print_title"), row.number, row, row.number, "", reload).start();
    return;
  }
  askCommand({ command: "reprint", title: t("papers.reprint_title"), detail: about(row), text: t("papers.reprint_text"), confirm: t("papers.reprint"),
    fields: [reasonField("papers.reason_kept")], submit: async (given) => given,
    done: (given) => printOne(t("papers.reprint_title"), row.number, row, row.number, given.reason, reload).start() });
}

// A voided certificate's owner gets a new number: an entry, or a judge by name where no two share it.
export function ownerOf(row) {
  if (row.kind !== "judge") return row.entry;
  const named = choices.judges.filter((judge) => judge.name === row.person);
  return named.length === 1 ? named[0].id : null;
}

export function askAnew(row, reload) {
  askCommand({ command: "anew", title: t("papers.anew_title"), detail: about(row), text: t("papers.anew_text"), confirm: t("papers.anew"),
    submit: async (given) => given, done: () => printHere(t("papers.anew_title"), "", { kind: row.kind, entry: ownerOf(row), unprinted: true }, reload).start() });
}

export function askMend(row, reload) {
  const detail = el("div", {}, about(row), differing(row.differs));
  askCommand({ command: "mend", title: t("papers.mend_title"), detail, text: t("papers.mend_text", { number: row.number }), confirm: t("papers.mend"),
    fields: [reasonField("papers.reason_kept")], payload: { number: row.number },
    submit: (given, place) => ask("POST", API + "mend", given, place, { seconds: 30 }),
    done: (body) => mended(row, body.number, reload) });
}

function mended(row, number, reload) {
  reload();
  const print = printOne(t("papers.mended_title"), t("papers.mended_text", { number, old: row.number }), row, number, "", reload);
  print.node.querySelector("button").focus();
}

export function askVoid(row, reload) {
  askCommand({ command: "void", title: t("papers.void_title"), detail: about(row), text: t("papers.void_text"), confirm: t("papers.void"),
    fields: [reasonField("papers.reason_kept")], payload: { number: row.number },
    submit: (given, place) => ask("POST", API + "void", given, place, { seconds: 30 }),
    done: () => {
      closeDialog();
      reload();
    } });
}
