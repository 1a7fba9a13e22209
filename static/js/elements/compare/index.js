// The module of the Compare page.
import "./viewer.js";
