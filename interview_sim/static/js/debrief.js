// The debrief: saves each change as it is made, and lets the keyboard do everything.

import { chooseVersion } from "./dialogs.js";
import { Offline, post } from "./net.js";
import { mountPlayers } from "./player.js";
import { countMarks, isMarked, markByKeys } from "./points.js";
import { Sheet } from "./sheet.js";
import { signInAgain } from "./signin.js";

const TYPING = 1200;
const TEXTS = "input[type=text], textarea";

mountPlayers();

const form = document.getElementById("checklist");
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
  let selected = "";
  let leaving = false;

  function say(words, kind = "") {
    if (state.textContent === words) return;
    state.dataset.kind = kind;
    state.textContent = words;
  }

  const sheet = new Sheet(form, {
    state: say,
    choose: (name, mine, theirs) => {
      const what = name === "note" ? "note" : "quote";
      const title = `This ${what} was changed in another window`;
      return chooseVersion(mine, theirs, { title, between: what === "note" ? "\n\n" : " … " });
    },
    fault: showFault,
    signedOut: askToSignIn,
    saved: showProgress,
  });

  function askToSignIn() {
    const texts = () => [...form.querySelectorAll(TEXTS)].map((control) => control.value.trim());
    signInAgain({ isGuest, text: () => texts().filter(Boolean).join("\n\n"), onSignedIn: () => sheet.flush() });
  }

  function showFault(control, message) {
    const fault = document.getElementById(`${control.id}-fault`);
    fault.textContent = message;
    fault.hidden = !message;
    if (message) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
    const described = control.getAttribute("aria-describedby").split(" ").filter((id) => id !== fault.id);
    control.setAttribute("aria-describedby", [...described, ...(message ? [fault.id] : [])].join(" "));
  }

  // How many points are marked; and what was in the way of going on leaves the top of the page once it is seen to.
  function showProgress() {
    countMarks(points);
    const left = points.filter((point) => !isMarked(point)).length;
    const unmarked = document.getElementById("unmarked");
    if (unmarked) unmarked.textContent = left ? `${left} ${left === 1 ? "point has" : "points have"} no mark yet.` : "";
    const links = [...document.querySelectorAll("#problems li a")];
    const done = links.filter(({ hash }) => isSeenTo(document.getElementById(hash.slice(1))));
    for (const link of done) link.closest("li").remove();
    if (links.length && links.length === done.length) document.getElementById("problems").remove();
  }

  function isSeenTo(place) {
    if (!place.matches(".point")) return !sheet.changed.has(place.name);
    return isMarked(place) && !sheet.changed.has(place.querySelector("input[type=text]").name);
  }

  function change(control, wait = 0) {
    if (control.type === "radio") showProgress();
    sheet.change(control, wait);
  }

  const isOurs = (control) => control.name in sheet.seen;
  form.addEventListener("change", ({ target }) => isOurs(target) && change(target));
  form.addEventListener("input", ({ target }) => isOurs(target) && target.matches(TEXTS) && change(target, TYPING));
  window.addEventListener("online", () => sheet.flush());
  window.addEventListener("beforeunload", (event) => {
    if (sheet.changed.size && !leaving) event.preventDefault();
  });
  window.addEventListener("pageshow", () => (leaving = false));

  // Going on is sent by script, so that a lost network leaves the page and the words where they are.
  form.addEventListener("submit", (event) => {
    if (leaving) return;
    event.preventDefault();
    const button = event.submitter;
    if (!button || button.matches("[data-save]")) sheet.flush();
    else if (!button.hasAttribute("aria-disabled")) goOn(button);
  });

  async function goOn(button) {
    button.setAttribute("aria-disabled", "true");
    try {
      if (!(await sheet.flush())) return;
      if (sheet.refused.size) {
        sheet.control([...sheet.refused.keys()][0]).focus();
        return;
      }
      const choice = button.name ? { [button.name]: button.value } : {};
      settle(button, await post(button.formAction, { ...sheet.names, ...sheet.rest(), ...choice }));
    } catch (error) {
      if (!(error instanceof Offline)) throw error;
      say("No connection: press the button again when you are back.", "bad");
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  function settle(button, { status, body }) {
    if (status === 401) askToSignIn();
    else if (status >= 500 || status === 429) say("The server is busy: press the button again in a moment.", "bad");
    else {
      leaving = true;
      if (body.next) location.assign(body.next);
      else form.requestSubmit(button); // The page that the server answers with says what is in the way.
    }
  }

  markByKeys(form, points);
  for (const button of form.querySelectorAll("[data-save]")) button.hidden = !button.classList.contains("visually-hidden");
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    sheet.flush();
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

  // Words selected in the answer can become a quote, once.
  document.addEventListener("selectionchange", () => {
    const words = selectedWithin(ownText);
    if (words) offer(words.replace(/\s+/g, " ").slice(0, 500));
  });
  form.addEventListener("click", (event) => {
    const point = event.target.closest("[data-use-selection]")?.closest(".point");
    if (point) use(point.querySelector("input[type=text]"));
  });
  form.addEventListener("toggle", (event) => {
    const quote = event.target.querySelector("input[type=text]");
    if (event.target.open && event.target.matches(".evidence") && !quote.value && selected) use(quote);
  }, true);

  function offer(words) {
    selected = words;
    for (const button of form.querySelectorAll("[data-use-selection]")) button.hidden = !words;
  }

  function use(quote) {
    quote.value = selected;
    quote.focus();
    offer("");
    change(quote);
  }

  // The page may have come with words that are not saved, and with questions that a script asks in its own way.
  const asked = [...form.querySelectorAll("[data-versions]")];
  for (const question of asked) question.remove();
  if (asked.length) sheet.settle(asked.map((question) => question.dataset.versions));
  else if (sheet.changed.size) sheet.flush();
}
