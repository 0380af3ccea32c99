// Deleting an interview, or all of them: what this browser keeps of them goes, too, once the server has done its part.

import { element } from "./dialogs.js";
import { Offline, post } from "./net.js";
import { findOwn, forgetUnsent } from "./own.js";
import { canKeep, deleteRecordingsOf, listRecordings } from "./recordings.js";

// `data-forgets` names one interview, or is "all" that `data-owner` has.
for (const form of document.querySelectorAll("form[data-forgets]")) start(form, form.dataset.forgets);

async function start(form, which) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    forget(form, which).catch((fault) => {
      tell(form, fault instanceof Offline ? "No connection, so nothing was deleted. Try again in a moment." : fault.message);
    });
  });
  const recordings = canKeep ? await listRecordings().catch(() => []) : [];
  if (!recordings.some(({ attempt }) => which === "all" || which === attempt)) return;
  for (const words of document.querySelectorAll("[data-with-recordings]")) words.hidden = false;
}

async function forget(form, which) {
  const attempts = which === "all" ? [...(await findOwn()).keys()] : [which];
  const { csrf_token, ...fields } = Object.fromEntries(new FormData(form));
  const { status, body } = await post(form.action, fields);
  if (status !== 200 || !body.next) {
    tell(form, body.message ?? "That did not work, and nothing was deleted. Load the page again.");
    return;
  }
  if (canKeep) await deleteRecordingsOf(attempts).catch(() => {});
  forgetUnsent(attempts, form.dataset.owner);
  location.assign(body.next);
}

function tell(form, words) {
  form.querySelector("[role=alert]")?.remove();
  form.prepend(element("p", { class: "error", role: "alert" }, words));
  form.querySelector("input:not([type=hidden])")?.focus();
}
