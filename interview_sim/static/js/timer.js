// Counts on the monotonic clock between the server's words; never believed by the server.

const SPOKEN = [
  [600, "10 minutes left."],
  [300, "5 minutes left."],
  [60, "1 minute left."],
  [30, "30 seconds left."],
];

function digits(seconds) {
  const whole = Math.abs(seconds < 0 ? Math.floor(seconds) : Math.ceil(seconds));
  const sign = seconds < 0 && whole ? "−" : "";
  return `${sign}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export class Timer {
  #expired = false;

  constructor(element, announcer, onExpired) {
    this.element = element;
    this.announcer = announcer;
    this.onExpired = onExpired;
    const { left, elapsed, budget, paused, pace } = element.dataset;
    this.counts = left === undefined ? "up" : "down";
    this.budget = Number(budget);
    this.strict = pace === "strict";
    this.paused = paused !== undefined;
    this.#set(Number(left ?? elapsed));
    this.previous = this.now();
    this.#tick();
    setInterval(() => this.paused || this.#tick(), 250);
  }

  now() {
    const passed = this.paused ? 0 : (performance.now() - this.at) / 1000;
    return this.counts === "down" ? this.value - passed : this.value + passed;
  }

  get isOver() {
    return this.#expired;
  }

  // What the server says of the clock: it may have been paused, or may go on, in another window.
  resync(secondsLeft, paused) {
    this.#set(secondsLeft ?? this.now());
    this.paused = paused;
    this.#show(this.now());
  }

  #set(value) {
    this.value = value;
    this.at = performance.now();
  }

  #tick() {
    const value = this.now();
    this.#show(value);
    if (this.counts === "down") this.#announce(value);
    if (this.strict && value <= 0 && !this.#expired) {
      this.#expired = true;
      this.onExpired();
    }
    this.previous = value;
  }

  #show(value) {
    const text = digits(this.counts === "up" ? Math.floor(value) : this.strict ? Math.max(value, 0) : value);
    const shown = this.element.querySelector(".digits");
    if (shown.textContent !== text) shown.textContent = text;
    if (this.counts === "up") return;
    const share = Math.min(Math.max(value / this.budget, 0), 1);
    this.element.querySelector(".left").setAttribute("stroke-dashoffset", String(100 - share * 100));
    this.element.dataset.level = value <= 30 ? "red" : value <= 120 ? "amber" : "calm";
  }

  #announce(value) {
    for (const [at, words] of SPOKEN) {
      if (this.previous > at && value <= at && at < this.budget) this.announcer.textContent = words;
    }
    if (this.previous > 0 && value <= 0) {
      this.announcer.textContent = this.strict ? "Time is up." : "Time is up. The clock goes on.";
    }
  }
}
