// One question of a quiz: saves each choice as it is made, keeps the clock, and lets the keyboard do everything.

import { Offline, post } from "./net.js";
import { signInAgain } from "./signin.js";
import { Timer } from "./timer.js";

const RETRY = 3000;
const form = document.getElementById("question");
const go = document.querySelector("[data-go]");

if (form) start();
go?.focus();

function start() {
  const state = document.getElementById("save-state");
  const options = [...form.querySelectorAll("input[name=choice]")];
  const isGuest = document.querySelector("script[data-guest]") !== null;
  let sequence = 0;
  let dirty = false;
  let sending = null;
  let timer = 0;
  let leaving = false;

  function say(words, kind = "") {
    state.dataset.kind = kind;
    state.textContent = words;
  }

  function fields() {
    const sent = new URLSearchParams(new FormData(form));
    sent.delete("csrf_token");
    sequence += 1;
    sent.set("sequence", String(sequence));
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
    clearTimeout(timer);
    while (dirty) {
      dirty = false;
      let reply;
      try {
        reply = await post(form.dataset.choice, fields());
      } catch (error) {
        if (!(error instanceof Offline)) throw error;
        return again("Not saved: no connection. It is sent again when you are back.");
      }
      const { status, body } = reply;
      if (status === 200) {
        form.elements.revision.value = body.revision;
        if (body.seconds_left !== null) clock?.resync(body.seconds_left, false);
        continue;
      }
      if (status === 409 && body.error === "stale-choice") return takeTheirs(body);
      if (status === 409 && body.next) return location.assign(body.next);
      if (status === 401) {
        dirty = true;
        say("Not saved: you have been signed out.", "bad");
        signInAgain({ isGuest, text: () => chosenWords(), onSignedIn: save });
        return false;
      }
      if (status >= 500 || status === 429) return again("Not saved: the server is busy. It is sent again in a moment.");
      say(`Not saved: ${body.message ?? "reload the page and try again."}`, "bad");
      return false;
    }
    say("Saved");
    return true;
  }

  function again(words) {
    dirty = true;
    say(words, "bad");
    timer = setTimeout(save, RETRY);
    return false;
  }

  // Another window was there before: what it saved is shown, and nothing of it is overwritten without being seen.
  function takeTheirs({ chosen, confidence, revision }) {
    const mine = chosenWords();
    for (const option of options) option.checked = chosen.includes(option.value);
    for (const each of form.querySelectorAll("input[name=confidence]")) each.checked = each.value === confidence;
    form.elements.revision.value = revision;
    say(`Changed in another window: that is shown now. You had chosen here: ${mine || "nothing"}. Choose again to change it.`, "bad");
    return false;
  }

  const chosenWords = () =>
    options.filter((option) => option.checked).map((option) => option.nextElementSibling.innerText.trim().replace(/\s+/g, " ")).join("; ");

  form.addEventListener("change", save);
  window.addEventListener("online", () => dirty && save());
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", (event) => {
    leaving = false;
    if (event.persisted) location.reload();
  });

  // A button waits for the save that is on its way, so that its own form edits what is stored.
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    const submitter = event.submitter;
    if (!navigator.onLine) {
      event.preventDefault();
      say("No connection: press the button again when it is back.", "bad");
      return;
    }
    if (!sending) {
      leaving = true;
      return;
    }
    event.preventDefault();
    if (await sending) {
      leaving = true;
      form.requestSubmit(submitter);
    }
  });

  const face = document.getElementById("timer");
  const clock = face && new Timer(face, document.getElementById("announcer"), async () => {
    leaving = true;
    if (dirty || sending) await (sending ?? save());
    try {
      const { body } = await post(form.dataset.finish, {});
      location.assign(body.next ?? form.dataset.current);
    } catch {
      say("The time is up. The result is shown when the connection is back.", "bad");
      window.addEventListener("online", () => location.assign(form.dataset.current));
    }
  });

  // Keys: the numbers choose; up and down also go through boxes, as they do through radio buttons; Enter goes on.
  for (const hint of document.querySelectorAll(".keys")) hint.hidden = false;
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const place = options.indexOf(document.activeElement);
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const number = Number(event.key);
    if (Number.isInteger(number) && number >= 1 && number <= options.length && event.key.trim()) {
      event.preventDefault();
      options[number - 1].focus();
      options[number - 1].click();
    } else if (step && (place < 0 ? document.activeElement === document.body : options[0].type === "checkbox")) {
      event.preventDefault();
      options[(place + step + options.length) % options.length].focus();
    } else if (event.key === "Enter" && !document.activeElement.matches("a, button, summary")) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-main]"));
    } else if (event.key.toLowerCase() === "f" && form.querySelector("[data-flag]")) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-flag]"));
    }
  });
}
