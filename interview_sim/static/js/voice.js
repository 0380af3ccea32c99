// The interviewer's voice: the browser's speech synthesis with local voices only, off until asked for, remembered.

const KEY = "interview-sim:voice";

export const canSpeak = "speechSynthesis" in window;

export function isVoiceOn(byDefault) {
  try {
    return (localStorage.getItem(KEY) ?? byDefault) === "on";
  } catch {
    return byDefault === "on";
  }
}

export function rememberVoice(on) {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // It holds for this page.
  }
}

// A voice of this device: others send the words to somebody's server.
function localVoice() {
  const local = speechSynthesis.getVoices().filter((voice) => voice.localService);
  return local.find((voice) => voice.lang.startsWith("en")) ?? null;
}

function voicesReady() {
  if (speechSynthesis.getVoices().length) return Promise.resolve();
  return new Promise((resolve) => {
    speechSynthesis.addEventListener("voiceschanged", resolve, { once: true });
    setTimeout(resolve, 1500);
  });
}

// Resolves with false where this device has no English voice of its own.
export async function speak(text) {
  await voicesReady();
  const voice = localVoice();
  if (!voice) return false;
  speechSynthesis.cancel();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.voice = voice;
  utterance.lang = voice.lang;
  speechSynthesis.speak(utterance);
  return true;
}

export function hush() {
  if (canSpeak) speechSynthesis.cancel();
}
