// Files of the composer are sent at once and by themselves, and what was said of one
// stays where it is until others are chosen.

// One upload after the other: each answer lists the files that the next has to keep.
// Each says whether all of its files were taken.
let uploads = Promise.resolve(true);
let waiting = 0;
// What was said of files that could not be used, by its id: no other answer knows of it.
const refusals = new Map();

function copyOf(files) {
  const copy = new DataTransfer();
  for (const file of files) copy.items.add(file);
  return copy.files;
}

// Files are sent at once and by themselves. The input itself listens: it may have been
// replaced while the person was looking for the file.
export function sendFiles(event) {
  event.stopPropagation();
  const { id, files } = event.target;
  if (files.length === 0) return;
  const copy = copyOf(files);
  event.target.value = "";
  if (!waiting) refusals.clear();
  waiting += 1;
  uploads = uploads
    .then(async (before) => (await upload(id, copy)) && before)
    .finally(() => (waiting -= 1));
}

async function upload(id, files) {
  const input = document.getElementById(id);
  if (!input) return false;
  const source = input.closest("composer-form");
  input.files = files;
  let taken = false;
  const look = ({ detail }) => {
    if (detail.pathInfo?.requestPath === source.dataset.files) taken = detail.successful;
  };
  document.addEventListener("htmx:afterRequest", look);
  const sending = window.htmx.ajax("POST", source.dataset.files, { source, target: "#composer", swap: "outerHTML" });
  // What is asked for meanwhile need not carry them too.
  input.value = "";
  // A lost connection is told by htmx.js, and so is a server that takes no such files.
  await sending.catch(() => {});
  document.removeEventListener("htmx:afterRequest", look);
  const refused = document.querySelectorAll("#composer file-drop .error");
  for (const error of refused) refusals.set(error.id, error.cloneNode(true));
  return taken && refused.length === 0;
}

/** Tell whether files are on their way. */
export const areComing = () => waiting > 0;

/** Forget what was said of files: what comes now says it anew. */
export const forget = () => refusals.clear();

/** Run when all files have arrived that were chosen by now; told whether all were taken. */
export function arrived(run) {
  void uploads.then((areTaken) => {
    uploads = Promise.resolve(true);
    run(areTaken);
  });
}

/** A file's refusal stands beside the sources until others are chosen. */
export function recall(form) {
  for (const [id, error] of refusals) {
    if (document.getElementById(id)) continue;
    form.querySelector("file-drop").append(error.cloneNode(true));
    const input = form.querySelector(`input[type=file][name="${id.replace("-error", "")}"]`);
    input?.setAttribute("aria-invalid", "true");
    input?.setAttribute("aria-describedby", id);
  }
}
