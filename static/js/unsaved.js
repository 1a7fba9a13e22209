// Words that have been typed and not sent yet.
const WORDS = "textarea, input[type=text], input:not([type])";

/** Whether words stand in there that nobody has been given yet. */
export function hasUnsaved(root) {
  return [...root.querySelectorAll(WORDS)].some((field) => field.value !== field.defaultValue && field.checkVisibility());
}

// What has been sent, and may go on standing there, is nothing that could get lost.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful, xhr, requestConfig } }) => {
  if (!successful || xhr.status === 422 || requestConfig?.verb !== "post" || !elt.matches?.("form")) return;
  for (const field of elt.querySelectorAll(WORDS)) {
    if (requestConfig.formData.getAll(field.name).includes(field.value)) field.defaultValue = field.value;
  }
});
