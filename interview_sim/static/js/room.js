// The room: wires the autosave, the timer, the voice, the recorder and the keyboard to the page.

import { ask, chooseVersion, element, openDialog } from "./dialogs.js";
import { Drafts, restore } from "./drafts.js";
import { Offline, getJson, post } from "./net.js";
import { Recorder, canRecord } from "./recorder.js";
import { signInAgain } from "./signin.js";
import { Timer } from "./timer.js";
import { canSpeak, hush, isVoiceOn, rememberVoice, speak } from "./voice.js";

const script = document.querySelector("script[data-voice]");
const main = document.getElementById("main");
const form = document.getElementById("answer-form");
const area = document.getElementById("text");
const saveState = document.getElementById("save-state");
const saveAge = document.getElementById("save-age");
const { attempt, prompt } = main.dataset;
const currentUrl = `/attempts/${attempt}/`;

// What comes while one types is short enough not to break the line, whatever the width: nothing below it moves.
const WORDS = {
  unchanged: saveState?.textContent,
  saved: "Saved",
  typing: "Not saved yet…",
  saving: "Saving…",
  offline: "Not saved, will be sent.",
  busy: "Not saved, will be sent.",
  conflict: "Not saved: changed in another window.",
  "signed-out": "Not saved: you have been signed out. Your text is still here.",
};
const BAD = ["offline", "busy", "conflict", "signed-out", "refused", "undone", "told"];
const PRESS_AGAIN = "No connection: press the button again when it is back.";

let savedAt = 0;
let leaving = false;

function say(kind, detail) {
  if (kind === "saved") {
    savedAt = performance.now();
    WORDS.unchanged = WORDS.saved;
  }
  const words = kind === "refused" ? `Not saved: ${detail}` : WORDS[kind] ?? detail;
  if (saveState.dataset.state === kind && saveState.textContent === words) return;
  saveState.dataset.state = kind;
  saveState.dataset.kind = BAD.includes(kind) ? "bad" : "";
  saveState.textContent = words;
  showAge();
  banner(kind);
}

// The age of the save goes on counting beside the words, unheard: a screen reader is told once that it is saved.
function showAge() {
  if (!saveAge) return;
  const seconds = Math.round((performance.now() - savedAt) / 1000);
  const age = seconds < 60 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`;
  saveAge.textContent = saveState.dataset.state === "saved" ? age : "";
}
setInterval(showAge, 1000);

// What has to be seen wherever the page is scrolled to stands in the header, in the place of the interview's name:
// nothing moves, and no line of the answer is covered.
const BANNERS = {
  offline: "No connection: keep typing.",
  busy: "Server busy: keep typing.",
  refused: "Not saved: see above the text.",
  undone: "No connection: press again.",
};
let paused = false;
function banner(kind) {
  const shown = document.getElementById("banner");
  const words = BANNERS[kind] ?? (paused ? "Paused elsewhere." : "");
  if (shown.firstChild?.textContent === words || (!words && !shown.firstChild)) return;
  const hadFocus = shown.contains(document.activeElement);
  shown.replaceChildren(...(words ? [element("span", {}, words)] : []));
  if (words && !BANNERS[kind]) shown.append(element("button", { type: "button", "data-resume": true, onclick: resume }, "Go on"));
  if (hadFocus) area.focus({ preventScroll: true });
}

function tellClock(reply) {
  timer.resync(reply.seconds_left, reply.paused);
  paused = reply.paused;
  banner(saveState.dataset.state);
}

const askClock = () => getJson(`/attempts/${attempt}/prompts/${prompt}/clock`);

async function resume() {
  try {
    const { status } = await post(`/attempts/${attempt}/resume`, {});
    if (status === 401) return askToSignIn();
    const clock = await askClock();
    if (clock.status === 200) tellClock(clock.body);
    area.focus({ preventScroll: true });
  } catch (error) {
    if (!(error instanceof Offline)) throw error;
    say("undone", PRESS_AGAIN);
  }
}

function go(url = currentUrl) {
  leaving = true;
  const target = new URL(url, location.href);
  if (target.pathname === location.pathname) {
    // The same page with another part of it in view is not loaded again by itself.
    history.replaceState(null, "", target);
    location.reload();
  } else {
    location.assign(target);
  }
}

const drafts = form && new Drafts({
  url: form.action,
  area,
  revision: Number(form.elements.revision.value),
  key: `interview-sim:draft:${attempt}:${prompt}`,
  events: {
    state: say,
    clock: tellClock,
    conflict: async (theirs) => {
      const choice = await chooseVersion(area.value, theirs.text);
      if (choice.keepTheirs) drafts.take(theirs.text, theirs.revision);
      else await drafts.overwrite(choice.text, theirs.revision);
      if (choice.keepTheirs) say("saved");
      if (choice.keepTheirs && timer.isOver) go();
      area.focus();
    },
    signedOut: askToSignIn,
    closed: (next, message) => {
      if (message) remember(message);
      go(next);
    },
  },
});

function askToSignIn() {
  drafts.stop();
  if (drafts.isDirty) say("signed-out");
  signInAgain({
    isGuest: script.dataset.guest !== undefined,
    text: () => area.value,
    onSignedIn: () => {
      drafts.resume();
      drafts.flush();
      area.focus();
    },
  });
}

const announcer = document.getElementById("announcer");
const timer = new Timer(document.getElementById("timer"), announcer, async () => {
  area.readOnly = true;
  await recorder?.stop();
  if (await drafts.flush()) {
    remember(TIME_WAS_UP);
    go();
  } else if (saveState.dataset.state === "refused") {
    tellRefused();
  } else {
    area.readOnly = false; // It is sent when the connection is back.
  }
});

// The clock does not wait for a text to be shortened: it can be copied, and the next question is running.
function tellRefused() {
  const on = element("button", { class: "primary", autofocus: true, onclick: () => (drafts.accepted(), go()) }, "Go on");
  openDialog("Time is up", [
    element("p", {}, "This question is closed with what was saved last. Your newest text was refused; copy what you want to keep. The interview has gone on."),
    element("textarea", { "aria-label": "Your newest text", rows: 8, readonly: true }, area.value),
    element("div", { class: "actions" }, on),
  ], { wide: true, closable: false });
}

// A sentence for the next page, which has to say why it is there.
const NOTE = "interview-sim:note";
const TIME_WAS_UP = "Time was up: that question is closed with what you had written.";
function remember(words) {
  try {
    sessionStorage.setItem(NOTE, words);
  } catch {
    // The next page stands for itself.
  }
}
function tellNote() {
  try {
    const words = sessionStorage.getItem(NOTE);
    sessionStorage.removeItem(NOTE);
    if (words) main.prepend(element("div", { class: "notice warn", role: "status" }, element("p", {}, words)));
    // The rest of a sentence that the clock cut off belongs to the question before.
    if (words === TIME_WAS_UP && area) {
      area.readOnly = true;
      setTimeout(() => (area.readOnly = false), 1500);
    }
  } catch {
    // Nothing was remembered either.
  }
}
tellNote();

// Every action is sent by script, so that a lost network leaves the page and the words where they are.
const CLOSES = ["finish", "skip"];
let acting = false;
async function act(button) {
  if (acting) return;
  acting = true;
  await press(button).finally(() => (acting = false));
}

async function press(button) {
  const action = button.dataset.action;
  if (action === "save") {
    if (await drafts.flush()) say("saved");
    return;
  }
  const extra = {};
  if (action === "skip") {
    if (!(await ask("Skip this question?", "It is closed and cannot be opened again in this interview. What you wrote is kept.", "Skip it"))) return;
    extra.confirmed = "yes";
  }
  if (["finish", "skip", "leave", "ask_abandon"].includes(action)) await recorder?.stop();
  // Whoever answered aloud has a recording; an empty answer may be a second click that met the next question.
  if (action === "finish" && !area.value.trim() && !document.querySelector("#recorder audio")) {
    if (!(await ask("Finish without a word?", "You have written nothing. The question is closed and cannot be opened again in this interview.", "Finish it"))) return;
  }
  const sent = area.value;
  button.setAttribute("aria-disabled", "true");
  // What is typed into an answer while it is closed would not count.
  area.readOnly = CLOSES.includes(action);
  try {
    const { hints_seen, follow_ups_seen } = form.elements;
    const reply = await post(button.formAction, {
      ...drafts.fields(),
      hints_seen: hints_seen.value,
      follow_ups_seen: follow_ups_seen.value,
      ...extra,
    });
    await settle(reply, sent, button);
  } catch (error) {
    if (!(error instanceof Offline)) throw error;
    if (drafts.isDirty) {
      say("offline");
      drafts.changed();
    } else {
      say("undone", PRESS_AGAIN);
    }
  } finally {
    area.readOnly = leaving;
    button.removeAttribute("aria-disabled");
  }
}

// What the interviewer adds is put into the page as it stands: the caret, a recording and the clock go on.
const STAYS = ["hint", "follow_up"];
async function refresh(url) {
  const response = await fetch(url, { credentials: "same-origin" }).catch(() => null);
  // What was revealed is recorded: the next press of the button shows it.
  if (!response?.ok) return say("undone", PRESS_AGAIN);
  if (new URL(response.url).pathname !== location.pathname) return go(url);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const words = [];
  for (const id of ["follow-ups", "hints", "actions"]) {
    const now = document.getElementById(id);
    const next = document.adoptNode(fresh.getElementById(id));
    if (id !== "actions" && next.innerHTML !== now.innerHTML) words.push(next.querySelector("section > :last-child").textContent);
    now.replaceWith(next);
  }
  for (const name of ["revision", "hints_seen", "follow_ups_seen"]) {
    form.elements[name].value = fresh.querySelector(`input[name=${name}]`).value;
  }
  drafts.revision = Number(form.elements.revision.value);
  announcer.textContent = words.join(" ");
  area.focus({ preventScroll: true });
  drafts.changed();
  say(drafts.isDirty ? "typing" : "saved");
  if (voiceButton && isVoiceOn(script.dataset.voice) && words.length) readAloud();
}

async function settle({ status, body }, sent, button) {
  if (status === 200 && body.next && STAYS.includes(button.dataset.action)) {
    drafts.acknowledged = sent;
    await refresh(body.next);
  } else if (status === 200 && body.next) {
    drafts.acknowledged = sent;
    area.readOnly = true;
    // What was typed meanwhile is saved before the page goes; where it cannot be, the page stays and says so.
    if (drafts.isDirty && !(await drafts.flush())) return;
    drafts.accepted();
    drafts.stop();
    go(body.next);
  } else if (status === 409 && body.error === "stale-draft") {
    drafts.stop();
    drafts.events.conflict(body);
  } else if (status === 409 && body.next) {
    if (body.error === "answer-closed") {
      drafts.accepted();
      remember(body.message);
    }
    go(body.next);
  } else if (status === 401) {
    askToSignIn();
  } else if (status === 409) {
    // The words are saved; what else was asked for is refused.
    drafts.acknowledged = sent;
    drafts.changed();
    say("told", body.message);
    area.focus();
  } else {
    say("refused", body.message ?? "that did not work. Try again.");
    button.focus();
  }
}

if (form) {
  form.addEventListener("click", (event) => event.detail > 1 && event.target.closest("button") && event.preventDefault());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act(event.submitter ?? form.querySelector("[data-main]"));
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && drafts.isDirty) event.preventDefault();
  });
  restore(drafts, form, { ask: askClock });
  // Unlike autofocus, this leaves the page where it is: on a small screen the question is read first.
  area.focus({ preventScroll: true });
  if (area.value === area.defaultValue) area.setSelectionRange(area.value.length, area.value.length);
}

addEventListener("pageshow", (event) => event.persisted && location.reload());

// The device slept, or somebody looked elsewhere: another window may have paused or gone on meanwhile.
async function wake() {
  if (document.hidden || leaving) return;
  // Without a connection the timer counts on, and the next save corrects it.
  const reply = await askClock().catch(() => null);
  if (reply?.status !== 200 || leaving) return;
  if (!form) {
    if (!reply.body.paused) go();
    return;
  }
  tellClock(reply.body);
  if (reply.body.closed && (await drafts.flush()) && !leaving) {
    remember("That question is closed: by the clock, or in another window.");
    go();
  }
}
document.addEventListener("visibilitychange", wake);
addEventListener("focus", wake);

const recorderHost = document.getElementById("recorder");
const recorder = recorderHost && canRecord ? new Recorder(recorderHost, attempt, prompt) : null;

// The voice reads the newest words of the interviewer.
const words = () => [...document.querySelectorAll("[data-speak]")].at(-1)?.innerText ?? "";
async function readAloud() {
  if (await speak(words())) return;
  rememberVoice(false);
  showVoice(false);
  voiceButton.textContent = "Voice: none on this device";
}
function toggleVoice() {
  const on = !isVoiceOn(script.dataset.voice);
  rememberVoice(on);
  showVoice(on);
  if (on) readAloud();
  else hush();
}
const voiceButton = canSpeak && form ? element("button", { type: "button", "data-voice": true, onclick: toggleVoice }) : null;
function showVoice(on) {
  voiceButton.setAttribute("aria-pressed", String(on));
  voiceButton.textContent = on ? "Voice: on" : "Voice: off";
}
if (voiceButton) {
  const on = isVoiceOn(script.dataset.voice);
  showVoice(on);
  if (on) readAloud();
}
addEventListener("pagehide", hush);

const KEYS = [
  ["Ctrl + Enter", "Give the answer, or finish the question"],
  ["Ctrl + S", "Save now"],
  ["Alt + Shift + H", "Ask for a hint"],
  ["Alt + Shift + F", "Finish this question"],
  ["Alt + Shift + P", "Pause, or go on (practice pace)"],
  ["Alt + Shift + V", "Interviewer's voice on or off"],
  ["Alt + Shift + R", "Start or stop recording"],
  ["Alt + Shift + L", "Leave for now"],
  ["Tab", "Go through the buttons; Shift + Tab goes back"],
  ["?", "Show this list (outside the answer)"],
];
function showKeys() {
  if (document.querySelector("dialog")) return;
  const list = element("dl", {});
  for (const [keys, what] of KEYS) list.append(element("dt", {}, element("kbd", {}, keys)), element("dd", {}, what));
  const close = element("button", { autofocus: true, onclick: () => dialog.close() }, "Close");
  const dialog = openDialog("Keyboard", [list, element("div", { class: "actions" }, close)]);
}
const click = (selector) => {
  const button = form?.querySelector(selector);
  if (button) act(button);
};
const BY_CODE = {
  KeyH: () => click("[data-action=hint]"),
  KeyF: () => click("[data-action=finish]"),
  KeyP: () => (paused ? resume() : click("[data-action=pause]")),
  KeyL: () => click("[data-action=leave]"),
  KeyV: () => voiceButton && toggleVoice(),
  KeyR: () => recorder?.toggle(),
};
addEventListener("keydown", (event) => {
  if (document.querySelector("dialog")) return;
  const command = event.ctrlKey || event.metaKey;
  let action = null;
  if (command && event.key === "Enter") action = () => click("[data-main]");
  else if (command && event.code === "KeyS") action = () => click("[data-action=save]");
  else if (event.altKey && event.shiftKey) action = BY_CODE[event.code];
  else if (event.key === "?" && !event.target.closest?.("textarea, input")) action = showKeys;
  if (!action) return;
  event.preventDefault();
  if (!event.repeat) action();
});

const quiet = document.querySelector(".actions.quiet");
if (quiet) {
  if (voiceButton) quiet.append(voiceButton);
  quiet.append(element("button", { type: "button", onclick: showKeys }, "Keys (?)"));
}
