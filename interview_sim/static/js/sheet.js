// Saving the checklist: one request in flight, each text with what this page had seen in its place, and "saved" only
// once acknowledged. Until it is known whether a request arrived, the same is sent again: it is taken once.

import { Offline, post } from "./net.js";

const RETRY = 3000;

const isText = (name) => name === "note" || name.startsWith("quote-");

// As the server stores it: no space around a quote, nothing for a box that is not ticked.
function valueOf(control) {
  if (control.type === "checkbox") return control.checked ? "1" : "";
  return control.name.startsWith("quote-") ? control.value.trim() : control.value;
}

export class Sheet {
  #form;
  #events;
  #timer = 0;
  #sending = null;
  #doubtful = null;

  // events: { state(words, kind), choose(name, mine, theirs), fault(control, message), signedOut(), saved() }
  constructor(form, events) {
    this.#form = form;
    this.#events = events;
    this.seen = JSON.parse(form.elements.seen.value); // field → what the server has, as far as this page knows
    this.changed = new Map(); // field → value that the server does not have yet
    this.refused = new Map(); // field → value that the server will not take as it is
    for (const control of form.elements) {
      const isOff = control.type === "radio" && !control.checked;
      if (control.name in this.seen && !isOff) this.#note(control);
    }
  }

  get names() {
    const named = ["revision", "prompt"].filter((name) => this.#form.elements[name]);
    return Object.fromEntries(named.map((name) => [name, this.#form.elements[name].value]));
  }

  change(control, wait = 0) {
    this.changed.set(control.name, valueOf(control));
    if (control.name === "spoken") this.#forgetRefusals();
    if (this.refused.has(control.name)) this.#takeBack(control);
    if (!wait) return this.flush();
    this.#events.state("");
    return this.#later(wait);
  }

  // Whether the server has all it can be sent; a quote waits for the mark of its point.
  flush() {
    clearTimeout(this.#timer);
    this.#sending ??= this.#send().finally(() => (this.#sending = null));
    return this.#sending;
  }

  // The page came with two versions of these texts: nothing is sent before the person has chosen.
  settle(names) {
    this.#sending = (async () => {
      for (const name of names) await this.#choose(name, this.seen[name]);
      this.#sending = null;
      return this.flush();
    })();
    return this.#sending;
  }

  // The fields of everything that the server does not have.
  rest() {
    return Object.fromEntries([...this.changed.keys()].flatMap((name) => this.#fields(name)));
  }

  control(name) {
    return this.#form.elements[name];
  }

  async #send() {
    for (let fields = this.#doubtful ?? this.#batch(); fields; fields = this.#batch()) {
      this.#events.state("Saving…");
      let reply;
      try {
        reply = await post(this.#form.action, { ...this.names, ...fields });
      } catch (error) {
        if (!(error instanceof Offline)) throw error;
        return this.#failed(fields, "no connection. It is sent again when you are back.");
      }
      if (reply.status >= 500) return this.#failed(fields, "the server is busy. It is sent again in a moment.");
      this.#doubtful = null;
      if (!(await this.#accept(reply, fields))) return false;
    }
    this.#conclude();
    return true;
  }

  #batch() {
    for (const [name, value] of this.changed) if (value === this.seen[name]) this.changed.delete(name);
    const ready = [...this.changed].filter(([name, value]) => this.refused.get(name) !== value && !this.#waits(name));
    return ready.length ? Object.fromEntries(ready.flatMap(([name]) => this.#fields(name))) : null;
  }

  #fields(name) {
    const field = [name, this.changed.get(name)];
    return isText(name) ? [field, [`seen-${name}`, this.seen[name]]] : [field];
  }

  #waits(name) {
    return name.startsWith("quote-") && !this.#form.querySelector(`input[name="mark-${CSS.escape(name.slice(6))}"]:checked`);
  }

  async #accept({ status, body }, fields) {
    const held = body.held ?? {};
    // Whatever else answers with 200 on the way (a portal, a proxy's page) has saved nothing.
    if (body.saved || body.held) {
      for (const [name, value] of Object.entries(fields)) {
        if (!(name in this.seen) || name in held) continue;
        this.seen[name] = value;
        if (this.changed.get(name) === value) this.changed.delete(name);
      }
      for (const [name, words] of Object.entries(held)) {
        if (words.why === "changed-elsewhere") await this.#choose(name, words.stored);
        else this.#refuse(name, fields[name], words.message);
      }
      this.#form.elements.seen.value = JSON.stringify(this.seen);
      return true;
    }
    if (status === 401) {
      this.#events.state("Not saved: you have been signed out.", "bad");
      this.#events.signedOut();
    } else if (status === 429) {
      return this.#failed(null, "the server is busy. It is sent again in a moment.");
    } else {
      this.#events.state(`Not saved: ${body.message ?? "reload the page and try again."}`, "bad");
    }
    return false;
  }

  async #choose(name, theirs) {
    const control = this.control(name);
    this.#events.state("Not saved: changed in another window.", "bad");
    const { text } = await this.#events.choose(name, valueOf(control), theirs);
    control.value = text;
    this.seen[name] = theirs;
    this.#form.elements.seen.value = JSON.stringify(this.seen);
    this.changed.set(name, valueOf(control));
    this.#takeBack(control);
  }

  #refuse(name, value, message) {
    this.refused.set(name, value);
    if (valueOf(this.control(name)) === value) this.#events.fault(this.control(name), message);
  }

  #takeBack(control) {
    this.refused.delete(control.name);
    this.#events.fault(control, "");
  }

  // What was said aloud need not be in the text: every quote deserves another try.
  #forgetRefusals() {
    for (const name of [...this.refused.keys()]) this.#takeBack(this.control(name));
  }

  #note(control) {
    const value = valueOf(control);
    if (value !== this.seen[control.name]) this.changed.set(control.name, value);
  }

  #failed(doubtful, reason) {
    this.#doubtful = doubtful;
    this.#events.state(`Not saved: ${reason}`, "bad");
    this.#later(RETRY);
    return false;
  }

  #conclude() {
    this.#events.saved();
    if (!this.changed.size) this.#events.state("Saved");
    else if (this.refused.size) this.#events.state("Not all is saved: see the message below the text.", "bad");
    else this.#events.state("Mark the point to keep its quote");
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), wait);
  }
}
