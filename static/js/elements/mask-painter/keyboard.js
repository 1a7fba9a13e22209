// The painter's keys: those of its tools, and a cursor that paints without a pointer.
import { register } from "../../keys.js";

const SCOPE = "Mask painter";
// What goes on while it is held; the other keys are one press.
const GOING = new Set(["[", "]", "mod+z", "mod+shift+z", "mod+y", "+", "=", "-"]);
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Register all keys for a painter; returns a function that takes them away. */
export function listen(painter) {
  const tools = [
    ["b", "Brush", () => painter.choose("brush")],
    ["e", "Eraser", () => painter.choose("eraser")],
    ["t", "Change between brush and eraser", () => painter.toggle()],
    ["h", "Move the picture", () => painter.choose("hand")],
    ["[", "Smaller brush", () => painter.resizeBrush(-1)],
    ["]", "Larger brush", () => painter.resizeBrush(1)],
    ["mod+z", "Undo", () => painter.undo()],
    ["mod+shift+z", "Redo", () => painter.redo()],
    ["mod+y", "Redo", () => painter.redo()],
    ["i", "Invert", () => painter.invert()],
    ["+", "Zoom in", () => painter.zoomBy(1.25)],
    ["=", "", () => painter.zoomBy(1.25)],
    ["-", "Zoom out", () => painter.zoomBy(0.8)],
    ["0", "Show all of it", () => painter.fit()],
    ["1", "Real size", () => painter.actual()],
  ];
  const off = tools.map(([key, label, run]) =>
    register({ key, label, scope: SCOPE, within: painter, run, repeats: GOING.has(key) }),
  );
  off.push(...listenToCursor(painter));
  return () => off.forEach((one) => one());
}

// Arrows move the cursor, with Shift in large steps; while Space is held they draw.
// Enter puts the brush down and lifts it, for whoever cannot hold two keys.
function listenToCursor(painter) {
  const onFrame = (run) => (event) =>
    document.activeElement === painter.frame ? run(event) : false;
  const off = [];
  for (const [arrow, [dx, dy]] of Object.entries(ARROWS)) {
    for (const [prefix, large] of [["", false], ["shift+", true]]) {
      off.push(
        register({
          key: prefix + arrow,
          label: large ? "Move the cursor far" : "Move the cursor",
          scope: SCOPE,
          within: painter,
          repeats: true,
          run: onFrame(() => painter.moveCursor(dx, dy, large)),
        }),
      );
    }
  }
  const bind = (key, label, run) =>
    off.push(register({ key, label, scope: SCOPE, within: painter, run: onFrame(run) }));
  bind(" ", "Paint while held", () => painter.putDown());
  bind("Enter", "Put the brush down, lift it", () => {
    if (painter.isDown) painter.lift();
    else painter.putDown();
  });
  const lift = (event) => event.key === " " && painter.isDown && painter.lift();
  painter.addEventListener("keyup", lift);
  off.push(() => painter.removeEventListener("keyup", lift));
  return off;
}
