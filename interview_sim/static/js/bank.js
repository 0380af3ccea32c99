// The bank: saves an answer or a note while it is written, and each mark as it is made.

import { chooseVersion } from "./dialogs.js";
import { Drafts } from "./drafts.js";
import { Offline, post } from "./net.js";
import { signInAgain } from "./signin.js";

const isGuest = document.querySelector("script[data-guest]") !== null;
const area = document.getElementById("text");
const checklist = document.getElementById("checklist");
const state = document.getElementById("save-state");
const WORDS = {
  typing: "Not saved yet…",
  saving: "Saving…",
  saved: "Saved",
  offline: "Not saved: no connection. Keep typing, it will be sent.",
  busy: "Not saved: the server is busy. It will be sent.",
  conflict: "Not saved: changed in another window.",
  "signed-out": "Not saved: you have been signed out. Your text is still here.",
};

function say(kind, detail) {
  state.dataset.kind = ["typing", "saving", "saved"].includes(kind) ? "" : "bad";
  const words = WORDS[kind] ?? `Not saved: ${detail ?? "reload the page and try again."}`;
  if (state.textContent !== words) state.textContent = words;
}

if (area) keepText(area.form);
if (checklist) keepMarks(checklist);

function keepText(form) {
  const drafts = new Drafts({
    url: form.action,
    area,
    revision: Number(form.elements.revision.value),
    key: area.dataset.key,
    events: {
      state: say,
      clock: () => {},
      conflict: async (theirs) => {
        const choice = await chooseVersion(area.value, theirs.text, { title: `This ${area.dataset.what} was changed in another window` });
        if (choice.keepTheirs) {
          drafts.take(theirs.text, theirs.revision);
          say("saved");
        } else await drafts.overwrite(choice.text, theirs.revision);
        area.focus();
      },
      signedOut: () => signInAgain({ isGuest, text: () => area.value, onSignedIn: () => (drafts.resume(), drafts.flush()) }),
      closed: (next) => location.assign(next),
    },
  });
  if (drafts.leftBehind !== null && drafts.leftBehind !== area.value) {
    area.value = area.value.trim() ? `${area.value}\n\n${drafts.leftBehind}` : drafts.leftBehind;
    drafts.forgetLeftBehind();
    drafts.changed();
  }
  // The form edits what is stored: a save that is on its way, or still to be made, goes first.
  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    if (drafts.isDirty) {
      event.preventDefault();
      if (await drafts.flush()) form.requestSubmit(submitter);
      return;
    }
    if (submitter?.dataset.save !== undefined) {
      event.preventDefault();
      say("saved");
      return;
    }
    drafts.stop();
    const { revision, page, sequence } = drafts.fields();
    form.elements.revision.value = revision;
    form.elements.page.value = page;
    form.elements.sequence.value = sequence;
    drafts.accepted();
  });
}

function keepMarks(form) {
  const changed = new Map();
  let sending = null;
  let timer = 0;

  async function send() {
    clearTimeout(timer);
    while (changed.size) {
      const sent = new Map(changed);
      say("saving");
      let reply;
      try {
        reply = await post(form.action, Object.fromEntries(sent));
      } catch (error) {
        if (!(error instanceof Offline)) throw error;
        say("offline");
        timer = setTimeout(flush, 3000);
        return;
      }
      if (reply.status === 401) {
        say("signed-out");
        return signInAgain({ isGuest, text: () => "", onSignedIn: flush });
      }
      if (reply.status === 409) return location.assign(reply.body.next);
      if (reply.status !== 200) return say("refused", reply.body.message);
      for (const [name, value] of sent) if (changed.get(name) === value) changed.delete(name);
    }
    say("saved");
  }

  function flush() {
    sending ??= send().finally(() => (sending = null));
  }

  for (const button of form.querySelectorAll("[data-save]")) button.hidden = true;
  form.addEventListener("change", (event) => {
    if (!event.target.name?.startsWith("mark-")) return;
    changed.set(event.target.name, event.target.value);
    flush();
  });
  window.addEventListener("online", () => changed.size && flush());
}
