// Elements that few pages have are fetched when one arrives.
import { onLoad } from "../htmx.js";

const LOADERS = {
  "mask-painter": () => import("./mask-painter/element.js"),
};

function look(root) {
  for (const [name, load] of Object.entries(LOADERS)) {
    if (!root.matches?.(name) && !root.querySelector(name)) continue;
    load();
    delete LOADERS[name];
  }
}

onLoad(look);
look(document);
