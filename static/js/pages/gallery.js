// What only the gallery needs.
import "../elements/tile-grid.js";
