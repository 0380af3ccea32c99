// Words that a page before this one could not send: offered, and never put into the text unasked.

import { element } from "./dialogs.js";
import { getJson } from "./net.js";

// `url` answers with the stored text and its revision: the last save of the page before may have arrived after this
// page was made. Whoever asks that server for more gives `ask` instead.
export async function restore(drafts, form, { url, what = "answer", ask = () => getJson(url) }) {
  if (!drafts.leftBehind.length) return;
  const now = await ask().catch(() => null);
  const stored = now?.status === 200 ? now.body : null;
  if (stored && !drafts.isDirty && stored.revision > drafts.revision) drafts.take(stored.text, stored.revision);
  const there = stored?.text ?? drafts.area.value;
  const left = drafts.leftBehind.filter((text) => !there.includes(text));
  if (left.length) offer(drafts, form, what, left.join("\n\n"));
  else drafts.forgetLeftBehind();
}

function offer(drafts, form, what, left) {
  const { area } = drafts;
  const use = (text) => {
    notice.remove();
    drafts.forgetLeftBehind();
    if (text === null) return;
    area.value = text.startsWith(area.value.trimEnd()) ? text : `${area.value}\n\n${text}`;
    drafts.changed();
    area.focus();
  };
  const notice = element("div", { class: "notice warn", role: "status" },
    element("div", {},
      element("p", {}, `This browser has words for this ${what} that never reached the server:`),
      element("p", { class: "quiet-answer" }, left),
      element("div", { class: "actions" },
        element("button", { type: "button", class: "small", onclick: () => use(left) }, "Bring them back"),
        element("button", { type: "button", class: "small", onclick: () => use(null) }, "Forget them"))));
  form.before(notice);
}
