// What only the page of a collection needs, beside what the gallery does.
import "../arrange.js";
