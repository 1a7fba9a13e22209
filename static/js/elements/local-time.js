// Moments in the reader's own time; without script the server's text stands.
//   <local-time data-show-as="day"><time datetime="…Z">…</time></local-time>   full, day, time
//   <relative-time data-at="…Z"><time datetime="…Z">…</time></relative-time>  2 min. ago
//   <elapsed-time data-since="…Z"></elapsed-time>                             14 s
//   <remaining-time data-at="…Z">…</remaining-time>                           its turn in about 14 s
// The moments are told by the server's clock; so "now" is what that clock says, however
// wrong the one of this device may be.
const OFF_MS = Number(document.documentElement.dataset.now) * 1000 - Date.now();
const SKEW_MS = Math.abs(OFF_MS) > 5000 ? OFF_MS : 0;

/** Now, by the clock of the server. */
export function now() {
  return Date.now() + SKEW_MS;
}

const FORMATS = {
  day: { weekday: "long", day: "numeric", month: "long" },
  time: { hour: "2-digit", minute: "2-digit" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  full: { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
};
const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [7 * 86400, "day", 86400],
];
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });

function ago(moment) {
  const seconds = (moment - now()) / 1000;
  if (Math.abs(seconds) < 20) return "just now";
  for (const [limit, unit, size] of STEPS) {
    if (Math.abs(seconds) < limit) return RELATIVE.format(Math.trunc(seconds / size), unit);
  }
  return moment.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}

function elapsed(moment) {
  const seconds = Math.max(0, Math.floor((now() - moment) / 1000));
  return seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function remaining(moment) {
  const seconds = Math.round((moment - now()) / 1000);
  if (seconds < 2) return "its turn any moment";
  return `its turn in about ${seconds < 100 ? `${seconds} s` : `${Math.round(seconds / 60)} min`}`;
}

class Moment extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    this.#show();
    if (this.every) this.#timer = setInterval(() => this.#show(), this.every);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  #show() {
    const time = this.querySelector("time") ?? this;
    const moment = new Date(this.dataset.since ?? this.dataset.at ?? time.dateTime ?? "");
    if (Number.isNaN(moment.getTime())) return;
    time.textContent = this.words(moment);
  }
}

customElements.define(
  "local-time",
  class extends Moment {
    every = 0;
    words = (moment) => moment.toLocaleString("en-GB", FORMATS[this.dataset.showAs] ?? FORMATS.full);
  },
);
customElements.define(
  "relative-time",
  class extends Moment {
    every = 30_000;
    words = ago;
  },
);
customElements.define(
  "elapsed-time",
  class extends Moment {
    every = 1000;
    words = elapsed;
  },
);
customElements.define(
  "remaining-time",
  class extends Moment {
    every = 1000;
    words = remaining;
  },
);
