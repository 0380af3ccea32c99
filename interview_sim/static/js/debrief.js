// The debrief: saves each change as it is made, and lets the keyboard do everything.

import { chooseVersion } from "./dialogs.js";
import { Offline, post } from "./net.js";
import { mountPlayers } from "./player.js";
import { signInAgain } from "./signin.js";

const RETRY = 3000;
const TYPING = 1200;
const KEYS = { 1: "missed", 2: "partly", 3: "covered" };

mountPlayers();

const form = document.getElementById("checklist");
// What is in the way of going on stands at the top; autofocus is left undone where the address names a place.
document.getElementById("problems")?.focus();
if (form) start();

// The selected words as far as they lie within `host`.
function selectedWithin(host) {
  const selection = document.getSelection();
  if (!host || !selection.rangeCount || !selection.getRangeAt(0).intersectsNode(host)) return "";
  const range = selection.getRangeAt(0).cloneRange();
  const whole = document.createRange();
  whole.selectNodeContents(host);
  if (range.compareBoundaryPoints(Range.START_TO_START, whole) < 0) range.setStart(host, 0);
  if (range.compareBoundaryPoints(Range.END_TO_END, whole) > 0) range.setEnd(host, host.childNodes.length);
  return range.toString().trim();
}

function start() {
  const state = document.getElementById("save-state");
  const ownText = document.getElementById("own-text");
  const points = [...form.querySelectorAll(".point")];
  const isGuest = document.querySelector("script[data-guest]") !== null;
  const changed = new Map(); // field name → value that the server does not have yet
  const held = new Map(); // field name → value that the server holds back: sent again once it is another
  const seen = JSON.parse(form.elements.seen.value);
  let sending = null;
  let timer = 0;
  let selected = "";
  let leaving = false;

  function say(words, kind = "") {
    if (state.textContent === words) return;
    state.dataset.kind = kind;
    state.textContent = words;
  }

  function countMarks() {
    const marked = points.filter((point) => point.querySelector(".marks input:checked")).length;
    const counter = document.getElementById("marked");
    counter.textContent = `${marked} of ${counter.dataset.total} marked`;
  }

  const isText = (name) => name === "note" || name.startsWith("quote-");

  // What can be sent: a quote waits until its point is marked. A text carries what was seen in its place, so that it
  // never overwrites what another window wrote since.
  function batch() {
    const fields = { revision: form.elements.revision.value, prompt: form.elements.prompt.value };
    for (const [name, value] of changed) {
      const mark = name.startsWith("quote-") ? markOf(name.slice(6)) : "";
      if (mark === null || held.get(name) === value) continue;
      fields[name] = value;
      if (isText(name)) fields[`seen-${name}`] = seen[name] ?? "";
      if (mark) fields[`mark-${name.slice(6)}`] = mark;
    }
    return fields;
  }

  // The sentence beside a text that says why it is not saved; empty takes it away.
  function complain(name, words) {
    const control = form.elements[name];
    const fault = document.getElementById(`${control.id}-fault`);
    const described = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    described[words ? "add" : "delete"](fault.id);
    control.setAttribute("aria-describedby", [...described].join(" "));
    control.toggleAttribute("aria-invalid", false);
    if (words) control.setAttribute("aria-invalid", "true");
    fault.textContent = words;
    fault.hidden = !words;
    if (words) control.closest("details")?.setAttribute("open", "");
  }

  function keep(fields, except = {}) {
    for (const [name, value] of Object.entries(fields)) {
      if (name in except) continue;
      if (name in seen) seen[name] = value === "0" ? "" : value;
      if (changed.get(name) === value) changed.delete(name);
      if (isText(name)) complain(name, "");
    }
    form.elements.seen.value = JSON.stringify(seen);
  }

  // Some words were not written: either they are not right as they are, or another window was there before.
  async function settle(fields, reasons) {
    keep(fields, reasons);
    for (const [name, { why, message, stored }] of Object.entries(reasons)) {
      const control = form.elements[name];
      if (why !== "changed-elsewhere") {
        held.set(name, fields[name]);
        complain(name, message);
        continue;
      }
      const what = name === "note" ? "note" : "quote";
      const choice = await chooseVersion(control.value, stored, what);
      seen[name] = stored;
      control.value = choice.text;
      if (choice.keepTheirs) changed.delete(name);
      else changed.set(name, choice.text);
    }
    form.elements.seen.value = JSON.stringify(seen);
  }

  function markOf(point) {
    return form.querySelector(`input[name="mark-${CSS.escape(point)}"]:checked`)?.value ?? null;
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  }

  function flush() {
    sending ??= send().finally(() => (sending = null));
    return sending;
  }

  async function send() {
    clearTimeout(timer);
    for (let fields = batch(); Object.keys(fields).length > 2; fields = batch()) {
      say("Saving…");
      let reply;
      try {
        reply = await post(form.action, fields);
      } catch (error) {
        if (!(error instanceof Offline)) throw error;
        say("Not saved: no connection. It is sent again when you are back.", "bad");
        return later(RETRY);
      }
      if (reply.body.error === "words-held-back") await settle(fields, reply.body.held);
      else if (!accept(reply, fields)) return;
    }
    if (!changed.size) say("Saved");
    else if ([...changed].some(([name, value]) => held.get(name) === value)) say("Not saved: see beside the words.", "bad");
    else if (state.dataset.kind !== "bad") say("Mark the point to keep its quote");
  }

  function accept({ status, body }, fields) {
    if (status === 200) {
      keep(fields);
      return true;
    }
    if (status === 401) {
      say("Not saved: you have been signed out.", "bad");
      signInAgain({ isGuest, text: () => form.elements.note.value, onSignedIn: flush });
    } else if (status >= 500 || status === 429) {
      say("Not saved: the server is busy. It is sent again in a moment.", "bad");
      later(RETRY);
    } else {
      say(`Not saved: ${body.message ?? "reload the page and try again."}`, "bad");
    }
    return false;
  }

  function change(control, wait = 0) {
    const value = control.type === "checkbox" ? (control.checked ? "1" : "0") : control.value;
    changed.set(control.name, value);
    if (control.name === "spoken") held.clear();
    if (control.type === "radio") countMarks();
    if (wait) {
      say("");
      later(wait);
    } else flush();
  }

  // Which of two versions to keep is sent with the form that shows them.
  form.addEventListener("change", (event) => {
    if (event.target.name && !event.target.name.startsWith("keep-")) change(event.target);
  });
  form.addEventListener("input", (event) => {
    if (event.target.matches("input[type=text], textarea")) change(event.target, TYPING);
  });
  window.addEventListener("online", flush);
  window.addEventListener("beforeunload", (event) => {
    if (changed.size && !leaving) event.preventDefault();
  });
  // The form carries everything that differs from `seen`, so leaving with it loses nothing.
  form.addEventListener("submit", () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));

  // Keys: 1, 2, 3 mark the point that has the focus; up and down go from point to point.
  form.addEventListener("keydown", (event) => {
    const point = event.target.closest?.(".point");
    if (!point || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input[type=text], textarea")) return;
    const mark = KEYS[event.key];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!mark && !step) return;
    event.preventDefault();
    if (mark) {
      const radio = point.querySelector(`input[value="${mark}"]`);
      radio.focus();
      if (!radio.checked) radio.click();
    } else {
      const target = points[points.indexOf(point) + step];
      (target?.querySelector(".marks input:checked") ?? target?.querySelector(".marks input"))?.focus();
    }
  });
  form.querySelector(".keys").hidden = false;
  for (const button of form.querySelectorAll("[data-save]")) button.hidden = !button.classList.contains("visually-hidden");
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    flush();
  });

  // The cues of the point at hand stand out in the answer.
  form.addEventListener("focusin", (event) => {
    const point = event.target.closest(".point")?.dataset.point;
    let found = false;
    for (const cue of ownText?.querySelectorAll("mark") ?? []) {
      const here = point !== undefined && cue.dataset.points.split(" ").includes(point);
      cue.classList.toggle("here", here);
      found ||= here;
    }
    ownText?.classList.toggle("narrowed", found);
  });

  // Words selected in the answer can become a quote.
  document.addEventListener("selectionchange", () => {
    const words = selectedWithin(ownText);
    if (!words) return;
    selected = words.replace(/\s+/g, " ").slice(0, 500);
    for (const button of form.querySelectorAll("[data-use-selection]")) button.hidden = false;
  });
  form.addEventListener("click", (event) => {
    const point = event.target.closest("[data-use-selection]")?.closest(".point");
    if (!point) return;
    const quote = point.querySelector("input[type=text]");
    quote.value = selected;
    change(quote);
  });
  form.addEventListener("toggle", (event) => {
    const quote = event.target.querySelector("input[type=text]");
    if (!event.target.open || !event.target.matches(".evidence") || quote.value || !selected) return;
    quote.value = selected;
    change(quote);
  }, true);
}
