// Playing and deleting a recording, wherever it is found.

import { element } from "./dialogs.js";
import { deleteRecording, findRecording } from "./recordings.js";

// A live recording does not say how long it is until the browser has once looked for its end.
function findLength(audio) {
  audio.addEventListener("loadedmetadata", () => {
    if (Number.isFinite(audio.duration)) return;
    audio.addEventListener("durationchange", () => (audio.currentTime = 0), { once: true });
    audio.currentTime = Number.MAX_SAFE_INTEGER;
  }, { once: true });
}

// A player with a delete button inside `host`; hides the host where there is no recording. Resolves with the
// `audio` element, or null.
export async function mountPlayer(host, attempt, prompt, onDeleted = () => {}) {
  const recording = await findRecording(attempt, prompt).catch(() => null);
  host.hidden = !recording;
  if (!recording) return null;
  const audio = element("audio", { controls: true, preload: "metadata", "aria-label": `Your recording of question ${prompt}` });
  findLength(audio);
  audio.src = URL.createObjectURL(recording.sound);
  const remove = element("button", { type: "button", class: "danger small", "aria-label": `Delete the recording of question ${prompt}`, onclick: async () => {
    await deleteRecording(attempt, prompt);
    URL.revokeObjectURL(audio.src);
    const done = element("p", { role: "status", tabindex: "-1" }, "The recording is deleted.");
    host.replaceChildren(done);
    done.focus();
    onDeleted();
  } }, "Delete the recording");
  host.replaceChildren(
    element("p", {}, "Your recording. It is kept in this browser only and was never uploaded."),
    audio,
    element("div", { class: "actions" }, remove),
  );
  return audio;
}

// A player wherever the page has a place for one.
export function mountPlayers() {
  for (const host of document.querySelectorAll("[data-recording]")) mountPlayer(host, host.dataset.attempt, host.dataset.prompt);
}
