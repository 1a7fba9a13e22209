// The one module that pages load. It wires the frame; a page that needs more
// loads its own module in its head block.
import "./htmx.js";
import "./dialogs.js";
import "./theme.js";
import "./toast.js";
import "./keys-dialog.js";
import "./selection.js";
import "./elements/copy-button.js";
import "./elements/local-time.js";
import "./elements/lazy.js";
