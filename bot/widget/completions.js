// Questions that what is being typed may become: a combobox whose list opens above the text and stays out of the way.

const PAUSE = 80; // milliseconds without a key before the server is asked
const LONGEST = 60; // characters; who has written more has a question of their own
const HAN = /[\u3400-\u9fff]/;

export class Completions {
  #field;
  #list;
  #choose;
  #language;
  #questions = [];
  #active = -1;
  #timer = 0;
  #request = null;

  // `choose` gets a question, {title, payload}; `language()` is the page's.
  constructor(field, list, { choose, language }) {
    this.#field = field;
    this.#list = list;
    this.#choose = choose;
    this.#language = language;
    field.addEventListener("input", () => this.#typed());
    field.addEventListener("blur", () => this.close());
    // The field must keep the focus, and with it a telephone its keyboard.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => this.#take([...list.children].indexOf(event.target.closest("[role=option]"))));
  }

  // Whether a key was for the list: arrows, Enter on a question, Escape.
  key(event) {
    if (this.#list.hidden || event.isComposing || event.keyCode === 229) return false;
    const { length } = this.#questions;
    if (event.key === "ArrowDown") this.#mark((this.#active + 2) % (length + 1) - 1);
    else if (event.key === "ArrowUp") this.#mark((this.#active + 1 + length) % (length + 1) - 1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !event.shiftKey && this.#active >= 0) this.#take(this.#active);
    else return false;
    event.preventDefault();
    return true;
  }

  close() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#show([]);
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    const { value } = this.#field;
    const text = value.replace(/\p{C}/gu, "").trim();
    const enough = /\p{L}\S/u.test(text) || HAN.test(text);
    if (!enough || text.length > LONGEST || value.includes("\n")) this.#show([]);
    else this.#timer = setTimeout(() => this.#ask(text), PAUSE);
  }

  async #ask(text) {
    this.#request = new AbortController();
    const { signal } = this.#request;
    try {
      const answer = await fetch(`/complete?${new URLSearchParams({ text, language: this.#language() })}`, { signal });
      const { questions } = answer.ok ? await answer.json() : { questions: [] };
      if (!signal.aborted && document.activeElement === this.#field) this.#show(questions);
    } catch {
      if (!signal.aborted) this.#show([]); // without a connection there is nothing to suggest
    }
  }

  #show(questions) {
    this.#questions = questions;
    this.#list.replaceChildren(...questions.map(option));
    this.#list.hidden = questions.length === 0;
    if (questions.length) {
      this.#field.setAttribute("role", "combobox");
      this.#field.setAttribute("aria-expanded", "true");
    } else {
      // HTML has no such role for a text of several lines; it is one only while there is a list.
      this.#field.removeAttribute("role");
      this.#field.removeAttribute("aria-expanded");
    }
    this.#mark(-1);
  }

  #mark(place) {
    this.#active = place;
    for (const [at, one] of [...this.#list.children].entries()) one.setAttribute("aria-selected", String(at === place));
    if (place < 0) return this.#field.removeAttribute("aria-activedescendant");
    this.#field.setAttribute("aria-activedescendant", this.#list.children[place].id);
    this.#list.children[place].scrollIntoView({ block: "nearest" });
  }

  #take(place) {
    const question = this.#questions[place];
    if (!question) return;
    this.close();
    this.#choose(question);
  }
}

function option({ title, language }, place) {
  const made = document.createElement("li");
  made.id = `completion-${place}`;
  made.lang = language;
  made.setAttribute("role", "option");
  made.textContent = made.title = title;
  return made;
}
