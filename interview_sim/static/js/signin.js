// Signing in again without leaving the page: the text stays where it is and is sent afterwards.

import { element, openDialog } from "./dialogs.js";
import { Offline, post, refreshToken, useToken } from "./net.js";

function copyButton(text) {
  return element("button", { type: "button", onclick: (event) => {
    navigator.clipboard?.writeText(text()).then(() => (event.target.textContent = "Copied"));
  } }, "Copy my answer");
}

// Asked once, however many requests find that the session is gone.
export function signInAgain({ isGuest, text, onSignedIn }) {
  if (document.getElementById("again-email")) return;
  const status = element("p", { role: "alert", class: "error" });
  const email = element("input", { id: "again-email", name: "email", type: "email", autocomplete: "username", required: true, autofocus: true });
  const password = element("input", { id: "again-password", name: "password", type: "password", autocomplete: "current-password", required: true });
  const submit = async (event) => {
    event.preventDefault();
    status.textContent = "";
    try {
      await refreshToken();
      const { status: code, body } = await post("/auth/login", { email: email.value, password: password.value });
      if (code !== 200) {
        status.textContent = body.message ?? "That did not work. Try again.";
        return;
      }
      useToken(body.csrf_token);
      dialog.close();
      onSignedIn();
    } catch (error) {
      if (!(error instanceof Offline)) throw error;
      status.textContent = "No connection. Try again in a moment.";
    }
  };
  const dialog = openDialog(
    "You have been signed out",
    [
      element("p", {}, isGuest
        ? "This guest session was ended. What you wrote is still on this page: copy it before you leave. If you registered since, sign in and it is sent."
        : "What you wrote is still on this page and is sent once you are signed in."),
      element("form", { onsubmit: submit },
        element("div", { class: "field" }, element("label", { for: "again-email" }, "E-mail"), email),
        element("div", { class: "field" }, element("label", { for: "again-password" }, "Password"), password),
        status,
        element("div", { class: "actions" }, element("button", { class: "primary" }, "Sign in and go on"), copyButton(text))),
    ],
    { closable: false },
  );
}
