// Marking points by keys: 1, 2, 3 mark the point at hand; up and down go from point to point. At hand is the point that
// has the focus; from elsewhere on the page, the first one without a mark.

const KEYS = { 1: "missed", 2: "partly", 3: "covered" };
const TEXTS = "input[type=text], textarea";
// What has a use of its own for these keys: fields, players, what scrolls by itself, and the page under a dialog.
const TAKEN = 'input, textarea, select, audio, dialog, [contenteditable], [tabindex="0"]';

export const isMarked = (point) => point.querySelector(".marks input:checked") !== null;

export function markByKeys(form, points) {
  document.addEventListener("keydown", (event) => {
    const mark = KEYS[event.key];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if ((!mark && !step) || event.altKey || event.ctrlKey || event.metaKey) return;
    const here = event.target.closest(".point");
    if (here ? event.target.matches(TEXTS) : event.target.closest(TAKEN) || document.querySelector("dialog[open]")) return;
    const first = points.find((point) => !isMarked(point)) ?? points[0];
    const point = mark ? (here ?? first) : here ? points[points.indexOf(here) + step] : first;
    event.preventDefault();
    if (!point) return;
    const radio = point.querySelector(mark ? `.marks input[value="${mark}"]` : ".marks input:checked") ?? point.querySelector(".marks input");
    radio.focus();
    if (mark && !radio.checked) radio.click();
  });
  form.querySelector(".keys").hidden = false;
}

export function countMarks(points) {
  const counter = document.getElementById("marked");
  counter.textContent = `${points.filter(isMarked).length} of ${counter.dataset.total} marked`;
}
