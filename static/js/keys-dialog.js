// The dialog behind `?`: the registry, spelled out.
import { open } from "./dialogs.js";
import { caps, charactersCount, list, register } from "./keys.js";

function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

function keycaps(keysOfOne) {
  const cell = element("dd");
  keysOfOne.forEach((key, index) => {
    if (index) cell.append(" or ");
    caps(key).forEach((cap, place) => cell.append(place ? " " : "", element("kbd", cap)));
  });
  return cell;
}

function section(scope, rows) {
  const made = element("section", element("h3", scope));
  const table = element("dl");
  for (const [label, keysOfOne] of rows) {
    table.append(element("div", element("dt", label), keycaps(keysOfOne)));
  }
  made.append(table);
  return made;
}

function fill(dialog) {
  const scopes = [...list()].map(([scope, rows]) => section(scope, rows));
  dialog.querySelector("[data-keys]").replaceChildren(...scopes);
}

function show() {
  const dialog = document.getElementById("keys");
  dialog.querySelector("[data-one-character]").checked = charactersCount();
  fill(dialog);
  open(dialog);
}

register({ key: "?", label: "List all keys", run: show, everywhere: true });
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-shows-keys]")) show();
});
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-one-character]")) return;
  charactersCount(target.checked);
  fill(target.closest("dialog"));
});
