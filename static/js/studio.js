// The Studio's own behaviour: nothing here is needed to submit and see a result.
import "./elements/composer-form.js";
import "./elements/file-drop.js";
import "./new-cards.js";
import "./prompts.js";
