// One question of a quiz: saves each choice as it is made, keeps the clock, and lets the keyboard do everything.

import { element, openDialog } from "./dialogs.js";
import { Offline, getJson, post } from "./net.js";
import { signInAgain } from "./signin.js";
import { Timer } from "./timer.js";

const RETRY = 3000;
// Once the time is up, the server takes what arrives within ten seconds.
const GRACE = 8000;
const RETRY_AT_END = 1000;
const OFFLINE = "Not saved: no connection. It is sent when it is back.";
const BUSY = "Not saved: the server is busy. It is sent again in a moment.";
const PRESS_AGAIN = "No connection: press it again when it is back.";

const form = document.getElementById("question");
const state = document.getElementById("save-state");
const options = form ? [...form.querySelectorAll("input[name=choice]")] : [];
const script = document.querySelector("script[src$='/quiz.js']");

let sequence = 0;
let dirty = false;
let sending = null;
let retry = 0;
let leaving = false;

function say(words, kind = "") {
  if (!state) return;
  state.dataset.kind = kind;
  if (state.textContent !== words) state.textContent = words;
}

function go(url) {
  leaving = true;
  const target = new URL(url, location.href);
  if (target.pathname === location.pathname) location.reload();
  else location.assign(target);
}

const words = (option) => option.nextElementSibling.querySelector("div").innerText.trim().replace(/\s+/g, " ");
const chosenWords = () => options.filter((option) => option.checked).map(words).join("; ");

function fields() {
  const sent = new URLSearchParams(new FormData(form));
  sent.delete("csrf_token");
  sent.set("sequence", String((sequence += 1)));
  return sent;
}

function save() {
  dirty = true;
  say("Saving…");
  sending ??= send().finally(() => (sending = null));
  return sending;
}

// Resolves with whether the server has what is chosen.
async function send() {
  clearTimeout(retry);
  while (dirty) {
    dirty = false;
    try {
      if (!settle(await post(form.dataset.choice, fields()))) return false;
    } catch (error) {
      if (!(error instanceof Offline)) throw error;
      return again(OFFLINE);
    }
  }
  say("Saved");
  return true;
}

// Whether that was an acknowledgement; everything else is told, and tried again where that helps.
function settle({ status, body }) {
  if (status === 200) {
    form.elements.revision.value = body.revision;
    clock?.resync(body.seconds_left, false);
    return true;
  }
  if (status === 409 && body.error === "stale-choice") return takeTheirs(body);
  if (status === 409 && body.next) go(body.next);
  else if (status === 401) askToSignIn();
  else if (status >= 500 || status === 429) again(BUSY);
  else say(`Not saved: ${body.message ?? "reload the page and try again."}`, "bad");
  return false;
}

function again(told) {
  dirty = true;
  say(told, "bad");
  retry = setTimeout(save, RETRY);
  return false;
}

function askToSignIn() {
  dirty = true;
  say("Not saved: you have been signed out.", "bad");
  signInAgain({ isGuest: script.dataset.guest !== undefined, text: chosenWords, onSignedIn: save });
}

// Another window was there before: what it saved is shown, and nothing of it is overwritten without being seen.
function takeTheirs({ chosen, confidence, revision }) {
  const mine = options.filter((option) => option.checked);
  const told = chosenWords();
  show(chosen, confidence, revision);
  dirty = false;
  say("Changed in another window.", "bad");
  document.getElementById("conflict")?.remove();
  const again = () => {
    for (const option of options) option.checked = mine.includes(option);
    notice.remove();
    (mine[0] ?? options[0]).focus();
    save();
  };
  const notice = element("div", { id: "conflict", class: "notice warn", role: "alert" },
    element("div", {},
      element("p", {}, `This question was answered in another window, and that is what is chosen below and saved. Here you had chosen: ${told || "nothing"}.`),
      element("button", { type: "button", class: "small", onclick: again }, "Choose mine again")));
  form.before(notice);
  return false;
}

function show(chosen, confidence, revision) {
  for (const option of options) option.checked = chosen.includes(option.value);
  for (const each of form.querySelectorAll("input[name=confidence]")) each.checked = each.value === confidence;
  form.elements.revision.value = revision;
}

function askToChoose(told) {
  say(told, "bad");
  options[0].focus();
}

// A button is sent by script, so that a lost network leaves the page and the choice where they are.
async function press(button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  if (button.dataset.chooseFirst && !options.some((option) => option.checked)) return askToChoose(button.dataset.chooseFirst);
  button.setAttribute("aria-disabled", "true");
  let unsaved = false;
  try {
    clearTimeout(retry);
    // Where the save on its way is refused or meets a conflict, the page shows that, and no longer what was pressed for.
    if (sending && !(await sending) && !dirty) return;
    const sent = fields();
    unsaved = dirty;
    dirty = false;
    if (button.name) sent.set(button.name, button.value);
    const { status, body } = await post(button.getAttribute("formaction") ?? form.action, sent);
    if (status === 200) {
      // What was chosen while the button was on its way is saved before the page goes.
      if ((dirty || sending) && !(await (sending ?? save()))) return;
      go(body.next ?? `../${button.value}/`);
    } else if (status === 422 && body.error === "nothing-chosen") {
      askToChoose(body.message);
    } else {
      settle({ status, body });
    }
  } catch (error) {
    if (!(error instanceof Offline)) throw error;
    if (dirty || unsaved) again(OFFLINE);
    else say(PRESS_AGAIN, "bad");
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

const face = document.getElementById("timer");
const host = form ?? document.getElementById("hand-in");
const clock = face && new Timer(face, document.getElementById("announcer"), handIn);

// The time is up: what is not saved yet is sent first, for as long as the server takes it; then the quiz is handed in.
// The server has its own clock.
async function handIn() {
  const until = performance.now() + GRACE;
  while (form && (dirty || sending) && !leaving) {
    if ((await (sending ?? save())) || !dirty || performance.now() > until) break;
    await new Promise((resolve) => setTimeout(resolve, RETRY_AT_END));
  }
  if (!leaving) finish();
}

async function finish() {
  try {
    const { status, body } = await post(host.dataset.finish, {});
    // Once signed in again, the choice is sent, and its reply leads on.
    if (form && status === 401) return askToSignIn();
    go(body.next ?? host.dataset.current);
  } catch (error) {
    if (!(error instanceof Offline)) throw error;
    say("Time is up. Your result is shown when the connection is back.", "bad");
    setTimeout(finish, RETRY);
  }
}

if (form) {
  form.addEventListener("change", save);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    press(event.submitter ?? form.querySelector("[data-main]"));
  });
  addEventListener("online", () => dirty && save());
  addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || dirty || sending) return;
    try {
      const { status, body } = await getJson(form.dataset.stored);
      if (status !== 200) return;
      if (body.closed) return go(form.dataset.current);
      clock?.resync(body.seconds_left, false);
      if (body.revision > Number(form.elements.revision.value) && !dirty && !sending) show(body.chosen, body.confidence, body.revision);
    } catch {
      // No connection: the clock counts on, and the next save corrects it.
    }
  });
  addEventListener("keydown", onKey);
  const keys = element("button", { type: "button", class: "plain", onclick: showKeys }, "Keys (?)");
  form.querySelector(".actions").append(keys);
} else {
  // The feedback: read from its top, and Enter goes on.
  document.getElementById("verdict")?.focus({ preventScroll: true });
  addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.repeat || document.activeElement.matches("a, button, summary")) return;
    document.querySelector("[data-go]")?.click();
  });
}

function showKeys() {
  if (document.querySelector("dialog")) return;
  const list = element("dl", { class: "keys" });
  const known = [
    [options.length > 1 ? `1 to ${options.length}` : "1", "Choose that option"],
    ["↑ ↓", "Go through the options"],
    ["Enter", form.querySelector("[data-main]").innerText.trim()],
    ...(form.querySelector("[data-flag]") ? [["F", "Flag to come back, or take the flag away"]] : []),
    ["?", "Show this list"],
  ];
  for (const [key, what] of known) list.append(element("dt", {}, element("kbd", {}, key)), element("dd", {}, what));
  const close = element("button", { autofocus: true, onclick: () => dialog.close() }, "Close");
  const dialog = openDialog("Keyboard", [list, element("div", { class: "actions" }, close)]);
}

// The numbers choose; up and down also go through boxes, as they do through radio buttons, and begin at either end;
// Enter goes on.
function onKey(event) {
  if (event.repeat || event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog")) return;
  const action = actionOf(event.key);
  if (!action) return;
  event.preventDefault();
  action();
}

function actionOf(key) {
  const at = document.activeElement;
  const place = options.indexOf(at);
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (/^[1-9]$/.test(key) && options[key - 1]) {
    return () => {
      options[key - 1].focus();
      options[key - 1].click();
    };
  }
  if (step && (place < 0 ? at === document.body : options[0].type === "checkbox")) {
    return () => options.at(place < 0 ? Math.min(step, 0) : (place + step) % options.length).focus();
  }
  if (key === "Enter" && !at.matches("a, button, summary")) return () => press(form.querySelector("[data-main]"));
  if (key === "?") return showKeys;
  const flag = form.querySelector("[data-flag]");
  return key.toLowerCase() === "f" && flag ? () => press(flag) : null;
}
