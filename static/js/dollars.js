/** Dollars of JSON, as pages write what was paid. */
export function dollars(value) {
  if (value === null) return "price unknown";
  const usd = Number(value);
  return usd > 0 && usd < 0.001 ? `$${usd.toPrecision(2)}` : `$${usd.toFixed(usd && usd < 1 ? 4 : 2)}`;
}
