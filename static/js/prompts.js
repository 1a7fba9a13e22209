// A prompt of the list goes into the composer as if it had been typed there: what stood
// there comes back with Ctrl+Z.
document.addEventListener("click", (event) => {
  const used = event.target.closest?.("dialog .prompt-used");
  const prompt = document.getElementById("prompt");
  if (!used || !prompt) return;
  event.preventDefault();
  used.closest("dialog").close();
  prompt.focus();
  prompt.select();
  // The one way to change a field that its own undo knows of.
  document.execCommand("insertText", false, used.value);
});
