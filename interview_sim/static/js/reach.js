// Forms of one button, marked `data-reach`, are sent once the server answers: without a network the page stays, and says so.

import { getJson, Offline, useToken } from "./net.js";

export function reachFirst(notice) {
  for (const form of document.querySelectorAll("form[data-reach]")) watch(form, notice);
}

function watch(form, notice) {
  let isAsking = false;
  let isReached = false;
  form.addEventListener("submit", async (event) => {
    if (isReached) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    notice.textContent = "";
    try {
      const { body } = await getJson("/auth/csrf");
      if (body.csrf_token) useToken(body.csrf_token);
      isReached = true;
      // While a form tells of its submission it takes no other.
      setTimeout(() => form.requestSubmit());
    } catch (error) {
      if (!(error instanceof Offline)) throw error;
      notice.textContent = "No connection: press the button again when you are back.";
    } finally {
      isAsking = false;
    }
  });
  addEventListener("pageshow", () => (isReached = false));
}
