// Recording one's own answer: MediaRecorder into IndexedDB. It never leaves this browser.

import { element } from "./dialogs.js";

const STORE = "recordings";

export const canRecord = Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder && window.indexedDB);

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("interview-sim", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function withStore(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => {
      database.close();
      resolve(request.result);
    };
    transaction.onerror = () => reject(transaction.error);
  });
}

const keyOf = (attempt, prompt) => `${attempt}/${prompt}`;
export const findRecording = (attempt, prompt) => withStore("readonly", (store) => store.get(keyOf(attempt, prompt)));
export const deleteRecording = (attempt, prompt) => withStore("readwrite", (store) => store.delete(keyOf(attempt, prompt)));
const keep = (attempt, prompt, blob) => withStore("readwrite", (store) => store.put(blob, keyOf(attempt, prompt)));

// Asks for the microphone and listens for a moment; resolves with a sentence about what was heard.
export async function checkMicrophone() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    return "The microphone cannot be used: allow it in the browser's address bar, or go on without it.";
  }
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let loudest = 0;
  for (let round = 0; round < 20; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    analyser.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, ...samples.map(Math.abs));
  }
  for (const track of stream.getTracks()) track.stop();
  await context.close();
  return loudest > 0.01 ? "The microphone works." : "The microphone is on, but nothing was heard. Is it muted?";
}

// A player with a delete button inside `host`; hides the host where there is no recording.
export async function mountPlayer(host, attempt, prompt) {
  const recording = window.indexedDB ? await findRecording(attempt, prompt).catch(() => null) : null;
  host.hidden = !recording;
  if (!recording) return;
  const audio = element("audio", { controls: true, "aria-label": "Your recording" });
  audio.src = URL.createObjectURL(recording);
  const remove = element("button", { type: "button", class: "danger small", onclick: async () => {
    await deleteRecording(attempt, prompt);
    URL.revokeObjectURL(audio.src);
    host.replaceChildren();
    host.hidden = true;
  } }, "Delete the recording");
  host.replaceChildren(
    element("p", {}, "Your recording. It is kept in this browser only and was never uploaded."),
    audio,
    element("div", { class: "actions" }, remove),
  );
}

export class Recorder {
  #recorder = null;
  #chunks = [];
  #asking = false;

  constructor(host, attempt, prompt) {
    Object.assign(this, { host, attempt, prompt });
    this.button = element("button", { type: "button", class: "small", "data-record": true, "aria-pressed": "false", onclick: () => this.toggle() }, "Record my answer");
    this.status = element("span", { role: "status" }, "Stays in this browser, never uploaded.");
    this.player = element("div", {});
    host.className = "recorder no-print";
    host.replaceChildren(element("div", { class: "actions" }, this.button, this.status), this.player);
    host.hidden = false;
    mountPlayer(this.player, attempt, prompt);
  }

  get isRecording() {
    return this.#recorder?.state === "recording";
  }

  toggle() {
    return this.isRecording ? this.stop() : this.start();
  }

  async start() {
    if (this.#asking) return;
    this.#asking = true;
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.status.textContent = "The microphone cannot be used. You can go on in writing.";
      return;
    } finally {
      this.#asking = false;
    }
    this.#chunks = [];
    this.#recorder = new MediaRecorder(stream);
    this.#recorder.ondataavailable = (event) => this.#store(event.data);
    this.#recorder.start(5000);
    this.button.textContent = "Stop recording";
    this.button.setAttribute("aria-pressed", "true");
    this.status.textContent = "Recording, in this browser only.";
  }

  // Resolves once the last words are stored.
  async stop() {
    if (!this.isRecording) return;
    const recorder = this.#recorder;
    const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
    recorder.stop();
    for (const track of recorder.stream.getTracks()) track.stop();
    await stopped;
    await this.#stored;
    this.button.textContent = "Record again";
    this.button.setAttribute("aria-pressed", "false");
    this.status.textContent = "Recorded. A new recording replaces this one.";
    await mountPlayer(this.player, this.attempt, this.prompt);
  }

  #stored = Promise.resolve();

  // Every few seconds the whole recording so far is stored: a crash loses at most those.
  #store(chunk) {
    this.#chunks.push(chunk);
    const whole = new Blob(this.#chunks, { type: this.#recorder.mimeType });
    this.#stored = this.#stored.then(() => keep(this.attempt, this.prompt, whole)).catch(() => {
      this.status.textContent = "The recording could not be kept: this browser has no room for it.";
    });
  }
}
