// Marking points by keys: 1, 2, 3 mark the point that has the focus; up and down go from point to point.

const KEYS = { 1: "missed", 2: "partly", 3: "covered" };

export const isMarked = (point) => point.querySelector(".marks input:checked") !== null;

export function markByKeys(form, points) {
  form.addEventListener("keydown", (event) => {
    const point = event.target.closest?.(".point");
    if (!point || event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input[type=text], textarea")) return;
    const mark = KEYS[event.key];
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!mark && !step) return;
    event.preventDefault();
    if (mark) {
      const radio = point.querySelector(`input[value="${mark}"]`);
      radio.focus();
      if (!radio.checked) radio.click();
    } else {
      const target = points[points.indexOf(point) + step];
      (target?.querySelector(".marks input:checked") ?? target?.querySelector(".marks input"))?.focus();
    }
  });
  form.querySelector(".keys").hidden = false;
}

export function countMarks(points) {
  const counter = document.getElementById("marked");
  counter.textContent = `${points.filter(isMarked).length} of ${counter.dataset.total} marked`;
}
