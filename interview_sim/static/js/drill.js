// The drills by keyboard: digits tick, Enter checks and goes on. Everything works without this, by Tab and Space.

const form = document.getElementById("drill");
const next = document.querySelector("[data-next]");
for (const hint of document.querySelectorAll(".keys")) hint.hidden = false;

// "None of these" and the flags exclude each other.
form?.addEventListener("change", ({ target }) => {
  if (!target.checked) return;
  for (const box of form.querySelectorAll("input[type=checkbox]")) {
    if (target.name === "none" ? box !== target : box.name === "none") box.checked = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
  if (event.key === "Enter") {
    if (event.target.closest("a, button, select, summary")) return; // they have an Enter of their own
    event.preventDefault();
    if (form) form.requestSubmit();
    else next?.click();
    return;
  }
  const box = form?.querySelector(`input[data-key="${CSS.escape(event.key)}"]`);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.click();
});

// What kept the answer from being checked is what to read first.
document.getElementById("fault")?.scrollIntoView({ block: "center" });
