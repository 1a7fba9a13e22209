// Votes and what takes them back, still to be sent, oldest first. They are kept in this
// browser's storage too, so that what could not be sent is sent after a reload as well.
// Each tab has its own queue, and takes over what others left of the same voter.
export class Queue {
  #entries = [];
  #name;

  constructor(address, voter) {
    this.voter = voter;
    const prefix = `votes:${address}:${voter}:`;
    const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix));
    this.#name = prefix + crypto.getRandomValues(new Uint32Array(1))[0];
    for (const name of names) {
      try {
        const left = JSON.parse(localStorage.getItem(name));
        this.#entries.push(...left.map((entry) => ({ ...entry, again: true })));
      } catch {
        // Not ours, or cut off: nothing that could be sent.
      }
      localStorage.removeItem(name);
    }
    this.#keep();
  }

  #keep() {
    try {
      if (this.#entries.length) localStorage.setItem(this.#name, JSON.stringify(this.#entries));
      else localStorage.removeItem(this.#name);
    } catch {
      // Without storage they are kept as long as the page is.
    }
  }

  get size() {
    return this.#entries.length;
  }

  get first() {
    return this.#entries[0];
  }

  get last() {
    return this.#entries.at(-1);
  }

  /** How many more votes the server has once all of it is sent. */
  get gain() {
    return this.#entries.reduce((sum, entry) => sum + (entry.choice ? 1 : -1), 0);
  }

  add(entry) {
    this.#entries.push(entry);
    this.#keep();
  }

  dropFirst() {
    this.#entries.shift();
    this.#keep();
  }

  dropLast() {
    this.#entries.pop();
    this.#keep();
  }
}
