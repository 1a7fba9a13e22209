// What is behind the picture of the lightbox, as it was chosen last.
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

/** Follow the choice of `dialog`, for its `room`. */
export function followGround(dialog, room) {
  dialog.addEventListener("change", ({ target }) => {
    if (target.name !== NAME) return;
    room.dataset.ground = target.value;
    keep(target.value);
  });
  const chosen = dialog.querySelector(`[name="${NAME}"][value="${CSS.escape(kept())}"]`);
  if (!chosen) return;
  chosen.checked = true;
  room.dataset.ground = chosen.value;
}
