// Review: one original after the other. The next ones are decoded before they are wanted,
// so that a decision and the next picture are one step.
import { differences } from "../differences.js";
import { dollars } from "../dollars.js";
import { follow } from "../gone.js";
import { showStars } from "../judging.js";
import { register } from "../keys.js";
import { get } from "../reach.js";
import { Survey } from "../survey.js";
import { announce, toast } from "../toast.js";

const AHEAD = 3;
const LOW = 12;
const SHOWN_HINTS = 3;
const HINTS = "review-hints";

customElements.define(
  "review-room",
  class extends HTMLElement {
    #items = [];
    #at = 0;
    #first = 1;
    #total = "";
    #more = "";
    // What stands before the first one here.
    #before = "";
    #loading = null;
    #failure = null;
    #pictures = new Map();
    #seen = [];
    #surveyed = null;
    #off = [];

    connectedCallback() {
      const place = this.querySelector(".place").textContent.match(/^(\d+) of (.+)$/);
      [this.#first, this.#total] = place ? [Number(place[1]), place[2]] : [0, ""];
      this.#items = [JSON.parse(document.getElementById("review-item").textContent)];
      this.#more = this.dataset.more;
      this.#before = this.querySelector("a[rel=prev]").href;
      void this.#load();
      document.addEventListener("judged", this.#judged);
      addEventListener("online", this.#online);
      this.#surveyed = new Survey(this.querySelector(".survey"), this.querySelectorAll(".now, .ahead"));
      const scope = "Review";
      this.#off = [
        follow(() => this.#items, (...change) => this.#trashed(...change)),
        register({ key: "ArrowRight", label: "Next picture", scope, repeats: true, run: () => this.#step(1) }),
        register({ key: " ", label: "Next picture", scope, repeats: true, run: () => this.#step(1) }),
        register({ key: "ArrowLeft", label: "The one before", scope, repeats: true, run: () => this.#step(-1) }),
        register({ key: "Escape", label: "", scope, run: () => this.#surveyed.isOpen && this.#surveyed.close() }),
        register({ key: "s", label: "Survey of the last four", scope, run: () => this.#survey() }),
      ];
      this.addEventListener("click", this.#click);
      let start = null;
      const stand = this.querySelector(".stand");
      stand.addEventListener("pointerdown", (event) => (start = event));
      stand.addEventListener("pointerup", (event) => {
        const dx = event.clientX - (start?.clientX ?? event.clientX);
        if (Math.abs(dx) > 60 && Math.abs(dx) > 2 * Math.abs(event.clientY - start.clientY)) this.#go(dx < 0 ? 1 : -1);
        start = null;
      });
      if (Number(localStorage.getItem(HINTS) ?? 0) >= SHOWN_HINTS) this.querySelector(".hints").hidden = true;
    }

    disconnectedCallback() {
      document.removeEventListener("judged", this.#judged);
      removeEventListener("online", this.#online);
      for (const off of this.#off) off();
    }

    #online = () => {
      if (this.#failure) void this.#load();
    };

    get #now() {
      return this.#items[this.#at];
    }

    async #load() {
      if (!this.#more || this.#loading) return this.#loading;
      this.#loading = (async () => {
        try {
          const known = new Set(this.#items.map((it) => it.code));
          let fresh = [];
          while (!fresh.length && this.#more) {
            const { images, next } = await get(this.#more);
            // In an order that a decision changes, what was decided comes again further down.
            fresh = images.filter((it) => !known.has(it.code));
            this.#more = next;
          }
          this.#items.push(...fresh);
          this.#failure = null;
        } catch (error) {
          // Tried again with the next step, or when the network is back.
          this.#failure = error;
        }
        this.#loading = null;
        // Asked again at once it would fail again and again.
        if (this.#failure) return;
        this.#prepare();
        this.#strip();
      })();
      return this.#loading;
    }

    /** Decode what comes next; forget what is far. */
    #prepare() {
      const near = this.#items.slice(Math.max(0, this.#at - 1), this.#at + 1 + AHEAD);
      for (const [code] of this.#pictures) if (!near.some((it) => it.code === code)) this.#pictures.delete(code);
      for (const item of near) {
        if (this.#pictures.has(item.code)) continue;
        const picture = new Image(item.width_px, item.height_px);
        picture.src = item.file;
        picture.alt = item.prompt;
        picture.decode().catch(() => {});
        this.#pictures.set(item.code, picture);
      }
      if (this.#items.length - this.#at < LOW && !this.#failure) void this.#load();
    }

    #judged = (event) => {
      const { undone, refused, codes, images, values } = event.detail;
      if (undone || refused) {
        for (const state of images) Object.assign(this.#items.find((it) => it.code === state.code) ?? {}, state);
        const at = this.#items.findIndex((it) => codes.includes(it.code));
        // Who looks back stays there, and so does who has gone on when something is refused.
        if (at >= 0 && this.#surveyed.isOpen) this.#surveyed.tell(this.#items[at]);
        else if (undone && at >= 0) this.#show(at);
        return;
      }
      const item = this.#items.find((it) => codes.includes(it.code));
      if (item) {
        event.detail.before = { ...item };
        Object.assign(item, values);
      }
      localStorage.setItem(HINTS, String(Number(localStorage.getItem(HINTS) ?? 0) + 1));
      if (this.#surveyed.isOpen) {
        if (item) this.#surveyed.tell(item);
      } else if (!("note" in values)) this.#go(1);
    };

    #step(by) {
      if (this.#surveyed.isOpen) this.#surveyed.step(by);
      else this.#go(by);
    }

    #go(by) {
      // The only one is on its way into the trash.
      if (!this.#now) return true;
      const to = this.#at + by;
      if (to < 0) {
        if (this.#before) location.replace(this.#before);
        return true;
      }
      if (to >= this.#items.length) {
        if (this.#more) void this.#load().then(() => this.#arrive(to));
        else this.#end();
        return true;
      }
      this.#show(to);
      return true;
    }

    /** Go on once what comes next is here, unless somebody has gone elsewhere meanwhile. */
    #arrive(to) {
      if (to !== this.#at + 1 || this.#surveyed.isOpen) return;
      if (to < this.#items.length) this.#show(to);
      else if (this.#failure) this.#sorry();
      else if (!this.#more) this.#end();
    }

    #end() {
      announce("That was the last one");
      this.#survey(true);
    }

    #sorry() {
      const { message, action } = this.#failure;
      toast({ id: "review", level: "warning", message, action });
    }

    #show(at, before = this.#now) {
      const hadFocus = document.activeElement;
      if (before) this.#seen = [...this.#seen.filter((it) => it !== before), before].slice(-4);
      this.#at = at;
      this.#failure = null;
      const item = this.#now;
      const holder = this.querySelector(".now");
      holder.dataset.code = item.code;
      holder.dataset.name = `${item.created.slice(0, 10)}_${item.code}.${item.format.replace("jpeg", "jpg")}`;
      this.#prepare();
      const stand = holder.querySelector(".stand");
      stand.classList.toggle("alpha", item.has_alpha);
      stand.replaceChildren(this.#pictures.get(item.code));
      if (this.#total) holder.querySelector(".place").textContent = `${this.#first + at} of ${this.#total}`;
      holder.querySelector(".words").textContent = item.prompt.slice(0, 400);
      const price = dollars(item.cost_usd);
      holder.querySelector(".facts-line").textContent = `${item.parameters.quality} · ${item.width_px}×${item.height_px} · ${price}`;
      holder.querySelector(".changes").textContent = before ? differences(before, item) : "";
      const form = holder.querySelector("form[data-judges]");
      form.dataset.judges = item.code;
      form.querySelector("[name=code]").value = item.code;
      for (const button of form.querySelectorAll("[data-flag]")) {
        const isOn = button.dataset.flag === item.flag;
        button.setAttribute("aria-pressed", String(isOn));
        button.value = isOn ? "" : button.dataset.flag;
      }
      showStars(form.querySelector(".stars"), item.stars);
      const note = holder.querySelector("[data-note-of]");
      note.dataset.noteOf = item.code;
      note.textContent = item.note;
      note.hidden = !item.note;
      holder.querySelector(".note-link").href = `${item.page}note/`;
      const following = this.#items[at + 1];
      this.#link("next", following);
      this.#link("prev", this.#items[at - 1], this.#before);
      holder.querySelector(".page-of-it").href = item.page + new URL(this.dataset.back, location).search;
      const done = new URL(this.dataset.back, location);
      done.searchParams.set("near", item.code);
      holder.querySelector(".done").href = done;
      this.#surveyed.close();
      history.replaceState(null, "", `${this.dataset.address}&at=${item.code}`);
      const place = holder.querySelector(".place").textContent;
      announce(`${place}: ${item.prompt.slice(0, 80)}. ${holder.querySelector(".changes").textContent}`);
      this.#strip();
      // What was pressed may be gone or hidden by now; the way on is not.
      if (hadFocus !== document.body && !hadFocus?.checkVisibility()) this.#ways.find((it) => it.checkVisibility())?.focus();
    }

    get #ways() {
      return [...this.querySelectorAll("a[rel=next], a[rel=prev], .page-of-it")];
    }

    #link(rel, item, beyond = "") {
      const link = this.querySelector(`a[rel=${rel}]`);
      if (!link) return;
      link.href = item ? `${this.dataset.address}&at=${item.code}` : beyond;
      link.hidden = !item && !beyond;
    }

    #strip() {
      const ahead = this.#items.slice(this.#at + 1, this.#at + 6);
      const strip = this.querySelector(".ahead");
      strip.replaceChildren(
        ...ahead.map((item) => {
          const place = document.createElement("li");
          const link = document.createElement("a");
          link.href = `${this.dataset.address}&at=${item.code}`;
          const picture = new Image(item.width_px, item.height_px);
          picture.src = `${item.page}thumb/320.webp`;
          picture.alt = item.prompt.slice(0, 80);
          link.append(picture);
          place.append(link);
          return place;
        }),
      );
    }

    #survey(atEnd = false) {
      if (this.#surveyed.isOpen && !atEnd) this.#surveyed.close();
      else this.#surveyed.open([...new Set([...this.#seen, this.#now])].slice(-4), (item) => `${this.dataset.address}&at=${item.code}`);
      return true;
    }

    #trashed(place, isBack, done) {
      this.#total = this.#total.replace(/^\d+(?=\+?$)/, (number) => Number(number) + (isBack ? 1 : -1));
      this.#seen = this.#seen.filter((it) => this.#items.includes(it));
      if (!isBack && place < this.#at) this.#at -= 1;
      else if (isBack || place === this.#at) this.#stand(place, done);
      else this.#strip();
    }

    /** Something else stands where one is: the next one, or else the one before. */
    async #stand(place, done) {
      if (!this.#items[place]) await this.#load();
      const to = Math.min(place, this.#items.length - 1);
      if (to >= 0) this.#show(to, this.#items[to - 1] ?? null);
      else done.then(() => this.#leave(), () => {});
    }

    #leave() {
      location.assign(this.querySelector("a[rel=prev]:not([hidden])")?.href ?? this.dataset.back);
    }

    #click = (event) => {
      const link = event.target.closest('a[rel], .ahead a, .survey a');
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      const code = new URL(link.href).searchParams.get("at");
      const at = this.#items.findIndex((it) => it.code === code);
      if (at < 0) return;
      event.preventDefault();
      this.#show(at);
    };
  },
);
