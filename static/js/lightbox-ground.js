// What is behind the picture of the lightbox, as it was chosen last: it can wait until the
// page is there.
const NAME = "lightbox-ground";

function kept() {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

function keep(value) {
  try {
    localStorage.setItem(NAME, value);
  } catch {
    // Not kept then, but shown.
  }
}

const dialog = document.getElementById("lightbox");

function show(value) {
  dialog.querySelector(".room").dataset.ground = value;
}

dialog?.addEventListener("change", ({ target }) => {
  if (target.name !== NAME) return;
  show(target.value);
  keep(target.value);
});

const chosen = dialog?.querySelector(`[name="${NAME}"][value="${CSS.escape(kept())}"]`);
if (chosen) {
  chosen.checked = true;
  show(chosen.value);
}
