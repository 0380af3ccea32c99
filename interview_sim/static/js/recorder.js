// Recording one's own answer. It never leaves this browser.

import { element } from "./dialogs.js";
import { mountPlayer } from "./player.js";
import { Replaced, canKeep, keepPiece } from "./recordings.js";

const PIECE = 1000; // ms of sound that are lost at most when the page goes away

export const canRecord = Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder && canKeep);

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

const KEPT_HERE = "Stays in this browser, never uploaded.";

export class Recorder {
  #recorder = null;
  #asking = false;
  #stored = Promise.resolve();

  constructor(host, attempt, prompt) {
    Object.assign(this, { host, attempt, prompt });
    this.button = element("button", { type: "button", class: "small", "data-record": true, "aria-pressed": "false", onclick: () => this.toggle() });
    this.status = element("span", { role: "status" });
    this.player = element("div", {});
    this.#offer("Record my answer", KEPT_HERE);
    host.className = "recorder recording no-print";
    host.replaceChildren(element("div", { class: "actions" }, this.button, this.status), this.player);
    host.hidden = false;
    this.#showPlayer();
    // The page may live on for a moment: what has been said since the last piece can still be stored.
    addEventListener("beforeunload", () => this.isRecording && this.#recorder.requestData());
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
    const recorder = new MediaRecorder(stream);
    const { attempt, prompt } = this;
    const begunAt = Date.now();
    let pieces = 0;
    recorder.ondataavailable = ({ data }) => {
      if (data.size) this.#store({ attempt, prompt, begunAt, type: recorder.mimeType }, pieces++, data);
    };
    recorder.start(PIECE);
    this.#recorder = recorder;
    this.#stored = Promise.resolve();
    this.player.replaceChildren();
    this.button.textContent = "Stop recording";
    this.button.setAttribute("aria-pressed", "true");
    this.status.textContent = "Recording, in this browser only.";
  }

  // Resolves once the last words are stored.
  async stop() {
    if (!this.isRecording) return;
    await this.#halt();
    try {
      await this.#stored;
    } catch {
      return; // It was said when it happened.
    }
    await this.#showPlayer();
  }

  #offer(label, status) {
    this.button.textContent = label;
    this.button.setAttribute("aria-pressed", "false");
    this.status.textContent = status;
  }

  async #showPlayer() {
    const isThere = await mountPlayer(this.player, this.attempt, this.prompt, () => this.#offer("Record my answer", KEPT_HERE));
    if (isThere && !this.isRecording) this.#offer("Record again", "Recorded. A new recording replaces this one.");
  }

  // Stops listening; resolves once the last piece has been handed over.
  #halt() {
    const recorder = this.#recorder;
    const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
    recorder.stop();
    for (const track of recorder.stream.getTracks()) track.stop();
    return stopped;
  }

  // One piece after the other. Where one cannot be stored, those before it are a recording that ends there.
  #store(recording, number, piece) {
    this.#stored = this.#stored.then(() => keepPiece(recording, number, piece));
    this.#stored.catch((fault) => this.#giveUp(fault));
  }

  #giveUp(fault) {
    if (this.isRecording) this.#halt();
    this.#offer("Record again", fault instanceof Replaced
      ? "This recording was deleted or replaced in another window, so it has ended."
      : "This browser has no room for more. What was stored until now is kept.");
  }
}
