// Words that have been typed and not sent yet.
const WORDS = "textarea, input[type=text], input:not([type])";

/** Whether words stand in there, apart from a form of it, that nobody has been given yet. */
export function hasUnsaved(root, apart = null) {
  const fields = [...root.querySelectorAll(WORDS)].filter((field) => !apart || field.form !== apart);
  return fields.some((field) => field.value !== field.defaultValue && field.checkVisibility());
}

// What has been sent, and may go on standing there, is nothing that could get lost. In a
// dialog another form may have sent it: the one that asked about its price.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful, xhr, requestConfig } }) => {
  if (!successful || xhr.status === 422 || requestConfig?.verb !== "post" || !elt.querySelectorAll) return;
  for (const field of (elt.closest("dialog") ?? elt).querySelectorAll(WORDS)) {
    if (requestConfig.formData.getAll(field.name).includes(field.value)) field.defaultValue = field.value;
  }
});
