// Setting a quiz up: says how many questions match while one chooses, and what to loosen where none does.

import { element } from "./dialogs.js";
import { getJson } from "./net.js";

const WAIT = 250;
const form = document.getElementById("set-up");

if (form) {
  const told = document.getElementById("told");
  const loosen = document.getElementById("loosen");
  let timer = 0;
  let asked = 0;

  async function count() {
    const mine = (asked += 1);
    const address = new URL(form.action);
    address.search = new URLSearchParams(new FormData(form));
    address.hash = "";
    try {
      const { status, body } = await getJson(address);
      if (mine !== asked || status !== 200) return;
      told.textContent = body.told;
      loosen.replaceChildren(...body.loosen.map((words) => element("li", {}, words)));
      loosen.hidden = !body.loosen.length;
      history.replaceState(null, "", address);
    } catch {
      told.textContent = "There is no connection, so the matches cannot be counted now.";
    }
  }

  form.querySelector("[data-count-button]").hidden = true;
  form.addEventListener("input", (event) => {
    if (event.target.name === "scenario" && event.target.value) form.querySelector("[name=source][value=scenario]").checked = true;
    clearTimeout(timer);
    timer = setTimeout(count, WAIT);
  });
}
