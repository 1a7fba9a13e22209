// <local-time><time datetime="2026-11-21T09:15:00Z">21 November 2026, 09:15 UTC</time></local-time>
// shows the moment in the reader's own time; data-style: "ago", "day", "time" or
// "full" (the default); "elapsed" counts the seconds since.
const FORMATS = {
  day: { weekday: "long", day: "numeric", month: "long" },
  time: { hour: "2-digit", minute: "2-digit" },
  full: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
};
const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [7 * 86400, "day", 86400],
];
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

function ago(moment) {
  const seconds = (moment - Date.now()) / 1000;
  if (Math.abs(seconds) < 20) return "just now";
  for (const [limit, unit, size] of STEPS) {
    if (Math.abs(seconds) < limit) return relative.format(Math.trunc(seconds / size), unit);
  }
  return moment.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

function elapsed(moment) {
  const seconds = Math.max(0, Math.round((Date.now() - moment) / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

customElements.define(
  "local-time",
  class extends HTMLElement {
    #timer = 0;

    connectedCallback() {
      this.#show();
      const { style } = this.dataset;
      if (style === "elapsed") this.#timer = setInterval(() => this.#show(), 1000);
      if (style === "ago") this.#timer = setInterval(() => this.#show(), 30000);
    }

    disconnectedCallback() {
      clearInterval(this.#timer);
    }

    #show() {
      const time = this.querySelector("time");
      const moment = new Date(time?.dateTime ?? "");
      if (Number.isNaN(moment.getTime())) return;
      const { style = "full" } = this.dataset;
      if (style === "ago") time.textContent = ago(moment);
      else if (style === "elapsed") time.textContent = elapsed(moment);
      else time.textContent = moment.toLocaleString("en-GB", FORMATS[style] ?? FORMATS.full);
    }
  },
);
