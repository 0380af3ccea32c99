// Reviewing by keyboard: show the answer, rate it, take the last rating back; the last also where no card is left.

const answer = document.getElementById("answer");
const grades = document.querySelector(".grades");
const offline = document.getElementById("offline");
const undo = document.querySelector("form[action$='/study/undo']");

for (const hint of document.querySelectorAll(".keys, .key")) hint.hidden = false;

answer?.addEventListener("toggle", () => {
  if (answer.open) grades.scrollIntoView({ block: "nearest" });
});

// A card is rated once, however often the button is pressed; without a connection nothing is sent and nothing lost.
for (const form of document.querySelectorAll("main form")) {
  form.addEventListener("submit", (event) => {
    offline.hidden = navigator.onLine;
    if (form.dataset.sent || !navigator.onLine) event.preventDefault();
    else form.dataset.sent = "yes";
  });
}
window.addEventListener("online", () => (offline.hidden = true));
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("main form")) delete form.dataset.sent;
});

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
  if (event.key === " " && answer && !event.target.closest("summary, button, a")) {
    event.preventDefault();
    answer.open = !answer.open;
  } else if (answer?.open && "1234".includes(event.key) && event.key.length === 1) {
    event.preventDefault();
    grades.querySelector(`button[name="grade"][value="${event.key}"]`).click();
  } else if (event.key.toLowerCase() === "u" && undo) {
    event.preventDefault();
    undo.requestSubmit();
  }
});
