// What two pictures were asked for differently, in words: review says it of each next one.

/** A value as pages write it. */
function written(value) {
  return String(value ?? "left out").replace(/^(\d+)x(\d+)$/, "$1×$2");
}

/** What the settings of two pictures differ in: "quality low → high". */
export function differences(before, after) {
  const labels = JSON.parse(document.getElementById("review-labels").textContent);
  const names = [...new Set([...Object.keys(before.parameters), ...Object.keys(after.parameters)])];
  const said = names
    .filter((name) => String(before.parameters[name]) !== String(after.parameters[name]))
    .map((name) => `${labels[name] ?? name} ${written(before.parameters[name])} → ${written(after.parameters[name])}`);
  if (before.prompt !== after.prompt) said.unshift("another prompt");
  return said.length ? `Against the one before: ${said.join(", ")}` : "The same request as the one before";
}
