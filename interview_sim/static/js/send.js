// Sends what is marked with `data-send` by script: a lost network then leaves the page, and all that is on it, where they
// are. Whatever else the server answers than where to go next is left to the browser, which shows it as a page.

import { element } from "./dialogs.js";
import { Offline, post, useToken } from "./net.js";

const OFFLINE = "There is no connection, so nothing was sent. Everything on this page stays as it is.";
const BUSY = "The server is busy, so nothing was done. Everything on this page stays as it is.";

let sending = false;
let byBrowser = false;

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (byBrowser || !(button ?? form).closest("[data-send]")) return;
  event.preventDefault();
  send(form, button);
});
addEventListener("pageshow", () => (sending = byBrowser = false));

async function send(form, button) {
  if (sending) return;
  sending = true;
  document.getElementById("not-sent")?.remove();
  try {
    const { status, body } = await post(button?.getAttribute("formaction") ?? form.action, fields(form, button));
    if (status >= 500 || status === 429) return tell(form, button, BUSY);
    if (body.next) return location.assign(body.next);
    byBrowser = true;
    form.requestSubmit(button);
  } catch (error) {
    if (!(error instanceof Offline)) throw error;
    tell(form, button, OFFLINE);
  }
}

// The token travels in a header, so that a page that was open for days can get a fresh one.
function fields(form, button) {
  const sent = new URLSearchParams(new FormData(form));
  if (button?.name) sent.append(button.name, button.value);
  if (sent.has("csrf_token")) useToken(sent.get("csrf_token"));
  sent.delete("csrf_token");
  return sent;
}

function tell(form, button, words) {
  sending = false;
  const again = element("button", { type: "button", class: "small", onclick: () => form.requestSubmit(button) }, "Try again");
  const notice = element("div", { id: "not-sent", class: "notice bad", role: "alert" }, element("div", {}, element("p", {}, words), again));
  ((button ?? form).closest(".actions") ?? form.querySelector(".actions") ?? form).before(notice);
  notice.scrollIntoView({ block: "nearest" });
}
