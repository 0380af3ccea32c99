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
      for (const [topic, number] of Object.entries(body.topics)) showNumber(topic, number);
      for (const field of [form.elements.scenario, form.elements.count]) showFault(field, body.errors[field.name]);
      history.replaceState(null, "", address);
    } catch {
      told.textContent = "There is no connection, so the matches cannot be counted now.";
    }
  }

  function showNumber(topic, number) {
    const label = document.getElementById(`topics-${topic}`)?.nextElementSibling;
    if (label) label.querySelector("[data-number]").textContent = number;
  }

  // What is still empty is no fault yet: the line with the matches says what is to be chosen.
  function showFault(field, words) {
    const id = `${field.name}-error`;
    document.getElementById(id)?.remove();
    const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== id);
    const isFault = Boolean(words && field.value);
    if (isFault) field.after(element("p", { class: "error", id }, words));
    if (isFault) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", [...others, ...(isFault ? [id] : [])].join(" "));
  }

  form.querySelector("[data-count-button]").hidden = true;
  form.addEventListener("input", (event) => {
    if (event.target.name === "scenario" && event.target.value) form.querySelector("[name=source][value=scenario]").checked = true;
    clearTimeout(timer);
    timer = setTimeout(count, WAIT);
  });
}

// What kept the quiz from starting is what to read first.
document.getElementById("problems")?.focus();
