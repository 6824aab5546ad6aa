// The print room's page: documents before and after the contest, certificates and their register.
import { byId } from "../lib/dom.js";
import { ask } from "../parts/desk-command.js";
import { drawIssue, drawStanding, showRegister } from "../parts/papers-issue.js";
import { drawRegister, showRows } from "../parts/papers-register.js";
import { drawPapers } from "../parts/papers-rows.js";

const SLOW = { seconds: 30 };
const AFTER_DOWNLOAD = 1500; // ms: a download is noted when it is fetched, a moment after the click

function drawBands() {
  document.querySelectorAll("#bands a").forEach((link) => { link.hidden = byId(link.hash.slice(1)).hidden; });
  byId("nothing").hidden = Boolean(document.querySelector(".papers-band:not([hidden])"));
  const wanted = window.location.hash && document.querySelector(window.location.hash + ".papers-band:not([hidden])");
  if (wanted) wanted.scrollIntoView();
}

function drawCertificates(found) {
  drawStanding(found);
  showRegister(found);
  showRows(found.rows);
}

async function reload() {
  const found = await ask("GET", "/api/v1/desk/certificates", null, byId("refusal"), SLOW);
  if (found) drawCertificates(found);
}

function reloadSoon() {
  reload();
  setTimeout(reload, AFTER_DOWNLOAD);
}

// Who may not give certificates out is not shown their band.
async function certificates() {
  const band = byId("certificates");
  if (!band.dataset.may) return;
  band.hidden = false;
  drawIssue(reloadSoon);
  drawRegister(reloadSoon);
  await reload();
}

async function papers() {
  const found = await ask("GET", "/api/v1/desk/papers", null, byId("refusal"), SLOW);
  const results = found && await ask("GET", "/api/v1/desk/results", null, byId("refusal"), SLOW);
  if (!results) return;
  ["before", "after"].forEach((group) => drawPapers(byId(group), found.papers.filter((paper) => paper.group === group), results.pools || []));
}

async function load() {
  await Promise.all([papers(), certificates()]);
  drawBands();
  document.body.dataset.ready = "true";
}

load();
