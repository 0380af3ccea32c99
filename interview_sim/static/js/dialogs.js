// Small modal dialogs, made when needed: the page stays light, and nothing typed is touched.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function openDialog(title, children, { wide = false, closable = true } = {}) {
  const before = document.activeElement;
  const heading = element("h2", { id: "dialog-title" }, title);
  const dialog = element("dialog", { "aria-labelledby": "dialog-title", class: wide ? "wide" : "" }, heading, ...children);
  // Chromium lets a second Escape through whatever `cancel` says; the key itself it lets be refused.
  dialog.addEventListener("cancel", (event) => closable || event.preventDefault());
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && !closable && event.preventDefault());
  dialog.addEventListener("close", () => {
    dialog.remove();
    before?.focus?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// Resolves with true or false.
export function ask(title, text, yes, no = "Back to the question") {
  return new Promise((resolve) => {
    const answer = (value) => () => {
      resolve(value);
      dialog.close();
    };
    const dialog = openDialog(title, [
      element("p", {}, text),
      element("div", { class: "actions" },
        element("button", { class: "primary", onclick: answer(true) }, yes),
        element("button", { autofocus: true, onclick: answer(false) }, no)),
    ]);
    dialog.addEventListener("cancel", () => resolve(false));
  });
}

// Two versions of one text. Resolves with { text, keepTheirs }.
export function chooseVersion(mine, theirs, { title = "This answer was changed in another window", between = "\n\n" } = {}) {
  return new Promise((resolve) => {
    const decide = (choice) => () => {
      resolve(choice);
      dialog.close();
    };
    const version = (id, label, text) =>
      element("div", {}, element("label", { for: id }, label), element("textarea", { id, rows: 8, readonly: true }, text));
    const dialog = openDialog(
      title,
      [
        element("p", {}, "Nothing is lost. Which one should be kept?"),
        element("div", { class: "versions" }, version("mine", "In this window", mine), version("theirs", "Saved", theirs)),
        element("div", { class: "actions" },
          element("button", { class: "primary", onclick: decide({ text: mine }) }, "Keep this window's"),
          element("button", { onclick: decide({ text: theirs, keepTheirs: true }) }, "Keep the saved one"),
          element("button", { onclick: decide({ text: `${theirs}${between}${mine}` }) }, "Keep both, one after the other")),
      ],
      { wide: true, closable: false },
    );
  });
}
