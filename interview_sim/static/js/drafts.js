// The autosave protocol: one request in flight, each draft with the revision it edits, "saved" only once acknowledged.

import { element } from "./dialogs.js";
import { Offline, getJson, post } from "./net.js";

const IDLE = 2000;
const LONGEST = 4500;
const RETRY = [1000, 2000, 4000, 8000];

export class Drafts {
  #timer = 0;
  #firstUnsent = 0;
  #failures = 0;
  #flight = null;

  // events: { state(kind, detail), clock(reply), conflict(theirs), signedOut(), closed(next, message) }
  constructor({ url, area, revision, key, events }) {
    this.url = url;
    this.area = area;
    this.revision = revision;
    this.acknowledged = area.value;
    this.page = crypto.randomUUID?.() ?? String(Math.random()).slice(2).padEnd(16, "0");
    this.sequence = 0;
    this.key = key;
    this.events = events;
    this.stopped = false;
    this.leftBehind = this.#takeAside();
    area.addEventListener("input", () => this.changed());
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.lastChance());
    // Before the next page is asked for, so that it is likely to have these words; and when there is no next page.
    addEventListener("beforeunload", () => this.lastChance());
    addEventListener("pagehide", () => this.lastChance());
  }

  get isDirty() {
    return this.area.value !== this.acknowledged;
  }

  changed() {
    // What was typed is taken back.
    if (!this.isDirty) return this.#settled("unchanged");
    this.#backUp();
    const now = performance.now();
    this.#firstUnsent ||= now;
    this.events.state(this.#failures ? "offline" : "typing");
    this.#schedule(Math.max(Math.min(IDLE, this.#firstUnsent + LONGEST - now), 0));
  }

  // The fields every action's form carries; each use of them counts as a save of its own.
  fields() {
    // Until the answer comes, nobody knows which text the server has.
    if (this.isDirty) this.acknowledged = null;
    this.sequence += 1;
    return { text: this.area.value, revision: this.revision, page: this.page, sequence: this.sequence };
  }

  async flush() {
    clearTimeout(this.#timer);
    while (!this.stopped && (this.#flight || this.isDirty)) {
      if (this.#flight) {
        await this.#flight;
        continue;
      }
      this.#flight = this.#save();
      const went = await this.#flight;
      this.#flight = null;
      if (!went) return false;
    }
    return !this.isDirty;
  }

  // The tab is being hidden or closed: a request that may outlive the page. The server orders it by its sequence.
  lastChance() {
    if (this.stopped || !this.isDirty) return;
    post(this.url, this.fields(), { keepalive: true }).then(
      ({ status, body }) => status === 200 && this.revision < body.revision && (this.revision = body.revision),
      () => {},
    );
  }

  take(text, revision) {
    this.area.value = text;
    this.acknowledged = text;
    this.revision = revision;
    this.resume();
  }

  overwrite(text, revision) {
    this.area.value = text;
    this.revision = revision;
    this.acknowledged = null;
    this.resume();
    return this.flush();
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.#timer);
  }

  resume() {
    this.stopped = false;
    this.#failures = 0;
  }

  accepted() {
    this.#forget();
  }

  // Words that never reached the server are put aside under a key of their own, each beside those of a page before,
  // until the person decides.
  #takeAside() {
    try {
      const aside = `${this.key}:left`;
      const read = (key) => JSON.parse(localStorage.getItem(key));
      const kept = [read(aside), read(this.key)].flat().filter((each) => each?.text?.trim());
      const isWithin = ({ text }, at) => kept.some((other, place) => other.text.includes(text) && (other.text !== text || place > at));
      const left = kept.filter((each, at) => !isWithin(each, at));
      if (left.length) localStorage.setItem(aside, JSON.stringify(left));
      localStorage.removeItem(this.key);
      return left.map(({ text }) => text);
    } catch {
      return [];
    }
  }

  forgetLeftBehind() {
    this.leftBehind = [];
    try {
      localStorage.removeItem(`${this.key}:left`);
    } catch {
      // Nothing was kept either.
    }
  }

  #schedule(delay) {
    clearTimeout(this.#timer);
    if (!this.stopped) this.#timer = setTimeout(() => this.flush(), delay);
  }

  async #save() {
    const sent = this.area.value;
    this.#firstUnsent = 0;
    if (!this.#failures) this.events.state("saving");
    let reply;
    try {
      reply = await post(this.url, this.fields());
    } catch (error) {
      if (!(error instanceof Offline)) throw error;
      return this.#failed("offline");
    }
    return this.#answered(reply, sent);
  }

  #answered({ status, body }, sent) {
    // Whatever else answers with 200 on the way (a portal, a proxy's page) has saved nothing.
    if (status === 200 && Number.isInteger(body.revision)) {
      this.#failures = 0;
      this.acknowledged = sent;
      this.revision = body.revision;
      if (this.isDirty) this.events.state("typing");
      else this.#settled("saved");
      this.events.clock(body);
      if (this.isDirty) this.#schedule(IDLE);
      if (body.closed) this.#closed(body);
      return !this.isDirty;
    }
    if (status === 409 && body.error === "stale-draft") {
      this.stop();
      this.events.state("conflict");
      this.events.conflict(body);
    } else if (status === 409 && body.next) {
      if (body.error === "answer-closed") this.#forget();
      this.#closed(body);
    } else if (status === 401) {
      this.stop();
      this.events.state("signed-out");
      this.events.signedOut();
    } else if ([400, 404, 409, 413, 422].includes(status)) {
      this.stop();
      this.events.state("refused", status === 404 ? "it was deleted in another window. Copy your words before you leave." : body.message);
      this.area.addEventListener("input", () => (this.resume(), this.changed()), { once: true });
    } else {
      return this.#failed("busy");
    }
    return false;
  }

  #settled(kind) {
    clearTimeout(this.#timer);
    this.#firstUnsent = 0;
    this.#forget();
    this.events.state(kind);
  }

  #closed(body) {
    this.stop();
    this.events.closed(body.next, body.message);
  }

  #failed(kind) {
    this.events.state(kind);
    this.#schedule(RETRY[Math.min(this.#failures, RETRY.length - 1)]);
    this.#failures += 1;
    return false;
  }

  #backUp() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ text: this.area.value, at: Date.now() }));
    } catch {
      // Storage is full or forbidden: the server still gets the text.
    }
  }

  #forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept either.
    }
  }
}

// Words that a page before this one could not send are offered, and never put into the text unasked.
// `url` answers with the stored text and its revision: the last save of the page before may have arrived after this
// page was made. Whoever asks that server for more gives `ask` instead.
export async function restore(drafts, form, { url, what = "answer", ask = () => getJson(url) }) {
  if (!drafts.leftBehind.length) return;
  const now = await ask().catch(() => null);
  const stored = now?.status === 200 ? now.body : null;
  if (stored && !drafts.isDirty && stored.revision > drafts.revision) drafts.take(stored.text, stored.revision);
  const there = stored?.text ?? drafts.area.value;
  const left = drafts.leftBehind.filter((text) => !there.includes(text));
  if (left.length) offer(drafts, form, what, left.join("\n\n"));
  else drafts.forgetLeftBehind();
}

function offer(drafts, form, what, left) {
  const { area } = drafts;
  const use = (text) => {
    notice.remove();
    drafts.forgetLeftBehind();
    if (text === null) return;
    area.value = text.startsWith(area.value.trimEnd()) ? text : `${area.value}\n\n${text}`;
    drafts.changed();
    area.focus();
  };
  const notice = element("div", { class: "notice warn", role: "status" },
    element("div", {},
      element("p", {}, `This browser has words for this ${what} that never reached the server:`),
      element("p", { class: "quiet-answer" }, left),
      element("div", { class: "actions" },
        element("button", { type: "button", class: "small", onclick: () => use(left) }, "Bring them back"),
        element("button", { type: "button", class: "small", onclick: () => use(null) }, "Forget them"))));
  form.before(notice);
}
