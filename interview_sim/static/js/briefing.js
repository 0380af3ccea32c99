// The briefing: hear the interviewer's voice, check the microphone.

import { canRecord, checkMicrophone } from "./recorder.js";
import { canSpeak, hush, isVoiceOn, rememberVoice, speak } from "./voice.js";

const host = document.querySelector("[data-equipment]");
if (host && (canSpeak || canRecord)) {
  const status = host.querySelector("[data-equipment-status]");
  const voice = host.querySelector("[data-voice-toggle]");
  const microphone = host.querySelector("[data-microphone-check]");
  host.hidden = false;
  voice.hidden = !canSpeak;
  microphone.hidden = !canRecord;

  const show = (on) => {
    voice.setAttribute("aria-pressed", String(on));
    voice.querySelector("span").textContent = `Interviewer's voice: ${on ? "on" : "off"}`;
  };
  show(isVoiceOn(voice.dataset.default));
  voice.addEventListener("click", async () => {
    const on = voice.getAttribute("aria-pressed") !== "true";
    if (!on) hush();
    else if (!(await speak("Good to have you here. This is how I sound."))) {
      status.textContent = "This device has no English voice of its own, so the interviewer stays silent.";
      return;
    }
    status.textContent = "";
    rememberVoice(on);
    show(on);
  });
  microphone.addEventListener("click", async () => {
    status.textContent = "Say something…";
    status.textContent = await checkMicrophone();
  });
}
