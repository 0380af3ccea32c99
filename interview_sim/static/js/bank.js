// The bank: saves an answer or a note while it is written, and each mark as it is made.

import { chooseVersion } from "./dialogs.js";
import { Drafts, restore } from "./drafts.js";
import { Offline, post } from "./net.js";
import { countMarks, markByKeys } from "./points.js";
import "./send.js";
import { Sheet } from "./sheet.js";
import { signInAgain } from "./signin.js";

const isGuest = document.querySelector("script[data-guest]") !== null;
const area = document.getElementById("text");
const checklist = document.querySelector("#checklist[data-open]");
const state = document.getElementById("save-state");
const WORDS = {
  unchanged: "",
  typing: "Not saved yet…",
  saving: "Saving…",
  saved: "Saved",
  offline: "Not saved: no connection. Keep typing, it will be sent.",
  busy: "Not saved: the server is busy. Keep typing, it will be sent again.",
  conflict: "Not saved: changed in another window.",
  "signed-out": "Not saved: you have been signed out. Your text is still here.",
};
const GOOD = ["unchanged", "typing", "saving", "saved"];

function say(words, kind = "") {
  if (state.textContent === words) return;
  state.dataset.kind = kind;
  state.textContent = words;
}

// While a form tells of its submission it takes no other: what was saved without waiting is still within that moment.
function sendAgain(form, submitter) {
  setTimeout(() => form.requestSubmit(submitter));
}

if (area) keepText(area.form);
if (checklist) keepMarks(checklist);
document.getElementById("look")?.addEventListener("submit", openAnswer);

// The model answer is in the page already; that it was looked at is told without leaving what is being typed.
async function openAnswer(event) {
  event.preventDefault();
  const answer = document.getElementById("model-answer");
  event.target.hidden = true;
  answer.hidden = false;
  answer.open = true;
  answer.querySelector("summary").focus();
  try {
    await post(event.target.action, {});
  } catch (error) {
    if (!(error instanceof Offline)) throw error; // Without a network it is read all the same, and not counted.
  }
}

function keepText(form) {
  const { key, what } = area.dataset;
  let leaving = false;
  const tell = (kind, detail) => {
    if (kind === "saved") WORDS.unchanged = WORDS.saved;
    say(WORDS[kind] ?? `Not saved: ${detail ?? "reload the page and try again."}`, GOOD.includes(kind) ? "" : "bad");
  };
  const drafts = new Drafts({
    url: form.action,
    area,
    revision: Number(form.elements.revision.value),
    key,
    events: {
      state: tell,
      clock: () => {},
      conflict: async (theirs) => {
        const choice = await chooseVersion(area.value, theirs.text, { title: `This ${what} was changed in another window` });
        if (choice.keepTheirs) {
          drafts.take(theirs.text, theirs.revision);
          tell("saved");
        } else await drafts.overwrite(choice.text, theirs.revision);
        area.focus();
      },
      signedOut: () => signInAgain({ isGuest, text: () => area.value, onSignedIn: () => (drafts.resume(), drafts.flush()) }),
      closed: (next) => location.assign(next),
    },
  });
  restore(drafts, form, { url: area.dataset.stored, what });

  // What is typed is saved first; then the form goes on its way, with the revision it is to edit.
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    const { submitter } = event;
    if (!(await drafts.flush())) return;
    if (!submitter || submitter.dataset.save !== undefined) return tell("saved");
    leaving = true;
    for (const [name, value] of Object.entries(drafts.fields())) form.elements[name].value = value;
    drafts.stop();
    drafts.accepted();
    sendAgain(form, submitter);
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && drafts.isDirty) event.preventDefault();
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  form.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.code !== "KeyS") return;
    event.preventDefault();
    drafts.flush();
  });
}

function keepMarks(form) {
  const points = [...form.querySelectorAll(".point")];
  let leaving = false;
  const sheet = new Sheet(form, {
    state: say,
    signedOut: () => signInAgain({ isGuest, text: () => "", onSignedIn: () => sheet.flush() }),
    saved: () => countMarks(points),
  });
  form.addEventListener("change", ({ target }) => {
    countMarks(points);
    sheet.change(target);
  });
  form.addEventListener("submit", async (event) => {
    if (leaving) return;
    event.preventDefault();
    const { submitter } = event;
    if (!(await sheet.flush()) || !submitter || submitter.dataset.save !== undefined) return;
    leaving = true;
    sendAgain(form, submitter);
  });
  addEventListener("online", () => sheet.flush());
  addEventListener("beforeunload", (event) => {
    if (!leaving && sheet.changed.size) event.preventDefault();
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  for (const button of form.querySelectorAll("[data-save]")) button.hidden = true;
  markByKeys(form, points);
  if (sheet.changed.size) sheet.flush();
}
