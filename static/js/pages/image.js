// What only the page of a picture needs.
import "../elements/picture-stage.js";
