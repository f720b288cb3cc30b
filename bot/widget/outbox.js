// Messages that are not acknowledged yet, kept over a reload of the page, and the conversation's secret.

const CONVERSATION = "shopkeeper.conversation";
const WAITING = "shopkeeper.waiting";
const DRAFT = "shopkeeper.draft";

export const conversation = {
  get: () => localStorage.getItem(CONVERSATION),
  set: (secret) => localStorage.setItem(CONVERSATION, secret),
  forget: () => localStorage.removeItem(CONVERSATION),
};

export const draft = {
  get: () => sessionStorage.getItem(DRAFT) ?? "",
  set: (text) => sessionStorage.setItem(DRAFT, text),
};

export class Outbox {
  #waiting = new Map(JSON.parse(sessionStorage.getItem(WAITING) ?? "[]").map((message) => [message.id, message]));

  add(message) {
    this.#waiting.set(message.id, message);
    this.#keep();
  }

  remove(id) {
    this.#waiting.delete(id);
    this.#keep();
  }

  clear() {
    this.#waiting.clear();
    this.#keep();
  }

  get(id) {
    return this.#waiting.get(id);
  }

  all() {
    return [...this.#waiting.values()];
  }

  #keep() {
    sessionStorage.setItem(WAITING, JSON.stringify(this.all()));
  }
}
