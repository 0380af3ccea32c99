// Setting a quiz up: says how many questions match while one chooses.

import { getJson } from "./net.js";

const form = document.getElementById("set-up");
const WAIT = 250;

if (form) {
  const told = document.getElementById("told");
  const button = form.querySelector("[data-count-button]");
  let timer = 0;
  let asked = 0;

  const query = () => {
    const fields = new FormData(form);
    fields.delete("csrf_token");
    fields.delete("start_key");
    return new URLSearchParams(fields);
  };

  async function count() {
    const mine = (asked += 1);
    const address = `${form.action}?${query()}`;
    try {
      const { status, body } = await getJson(address);
      if (mine !== asked || status !== 200) return;
      told.textContent = body.told;
      document.querySelector("#matches ul")?.remove();
      history.replaceState(null, "", address);
    } catch {
      told.textContent = "There is no connection, so the matches cannot be counted now.";
    }
  }

  button.hidden = true;
  form.addEventListener("input", (event) => {
    if (event.target.name === "scenario" && event.target.value) form.querySelector("[name=source][value=scenario]").checked = true;
    clearTimeout(timer);
    timer = setTimeout(count, WAIT);
  });
}
