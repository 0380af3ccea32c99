// "Your data": every recording that this browser keeps, to play and to delete.

import { ask, element } from "./dialogs.js";
import { findOwn } from "./own.js";
import { mountPlayer } from "./player.js";
import { canKeep, deleteRecording, listRecordings } from "./recordings.js";
import { inWords } from "./times.js";

const host = document.getElementById("kept");
const status = document.getElementById("kept-status");
if (host && canKeep) {
  host.hidden = false;
  show();
}

async function show() {
  try {
    const recordings = await listRecordings();
    const own = recordings.length ? await findOwn() : new Map();
    const isOwn = ({ attempt }) => own.has(attempt);
    const mine = recordings.filter(isOwn);
    const others = recordings.filter((recording) => !isOwn(recording));
    fill("own", mine.map((recording) => ownRow(recording, own.get(recording.attempt))), mine);
    fill("others", others.map(otherRow), others);
    status.textContent = recordings.length ? "" : "This browser keeps no recording.";
  } catch {
    status.textContent = "It cannot be shown which recordings this browser keeps: there is no connection, or the browser does not allow it. Load the page again.";
  }
}

function fill(which, rows, recordings) {
  const part = host.querySelector(`[data-part=${which}]`);
  part.hidden = !rows.length;
  part.querySelector("ul")?.remove();
  const all = part.querySelector("[data-delete-all]");
  all.before(element("ul", {}, ...rows));
  all.hidden = rows.length < 2;
  all.onclick = async () => {
    const many = `${recordings.length} recordings`;
    if (await ask(`Delete ${many}?`, "They cannot be brought back.", `Delete ${many}`, "Keep them")) remove(recordings);
  };
}

async function remove(recordings) {
  for (const { attempt, prompt } of recordings) await deleteRecording(attempt, prompt);
  await show();
  status.textContent = [recordings.length > 1 ? "They are deleted." : "It is deleted.", status.textContent].join(" ").trim();
  status.focus();
}

// 75 → "1 min 15 s", as the server says it.
function length(seconds) {
  const whole = Math.max(Math.round(seconds), 1);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ""}`;
}

function facts({ begunAt, seconds, size }) {
  const bytes = size < 1e6 ? `${Math.max(Math.round(size / 1e3), 1)} kB` : `${(size / 1e6).toFixed(1)} MB`;
  return [begunAt && `recorded on ${inWords(begunAt)}`, seconds && length(seconds), bytes].filter(Boolean).join(" · ");
}

function ownRow(recording, { id, name, started_at }) {
  const { attempt, prompt } = recording;
  const which = `question ${prompt} of ${name}`;
  const player = element("div", { class: "recording" });
  const play = element("button", { type: "button", class: "small", "aria-label": `Play: ${which}`, onclick: async () => {
    const audio = await mountPlayer(player, attempt, prompt, show);
    if (!audio) return show();
    buttons.remove();
    audio.focus();
    audio.play().catch(() => {});
  } }, "Play");
  const buttons = element("div", { class: "actions" }, play, deleteButton(recording, which));
  return element("li", {},
    element("div", {},
      element("p", { class: "title" }, element("a", { href: `/attempts/${id}/` }, name), ` of ${inWords(started_at, "day")}, question ${prompt}`),
      element("p", { class: "muted small" }, facts(recording))),
    buttons,
    player);
}

// Of an interview that is deleted, or of somebody else: neither its name nor its sound is this reader's.
function otherRow(recording, index) {
  return element("li", {},
    element("p", { class: "muted" }, facts(recording)),
    element("div", { class: "actions" }, deleteButton(recording, `${index + 1}, ${facts(recording)}`)));
}

function deleteButton(recording, which) {
  return element("button", { type: "button", class: "danger small", "aria-label": `Delete: ${which}`, onclick: () => remove([recording]) }, "Delete");
}
