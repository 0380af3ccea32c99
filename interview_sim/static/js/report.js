// The report: one's own recordings beside the questions, and a button that asks the browser to print.

import { mountPlayers } from "./player.js";

mountPlayers();

const button = document.querySelector("[data-print]");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
