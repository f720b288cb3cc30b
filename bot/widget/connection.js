// The WebSocket: opened again whenever it breaks, and asked whether it is alive when it is silent.

const SILENCE = 15_000;
const PATIENCE = 12_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const TOO_MANY_PAGES = 4409;

export class Connection {
  #socket = null;
  #wait = FIRST_WAIT;
  #alarm = 0;
  #retry = 0;
  #handlers;

  // `handlers` has opened(), frame(object) and closed(elsewhere).
  constructor(handlers) {
    this.#handlers = handlers;
    addEventListener("online", () => this.open());
    addEventListener("focus", () => this.open());
    addEventListener("pagehide", () => this.#socket?.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  open() {
    clearTimeout(this.#retry);
    if (this.#socket) return;
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    this.#socket = socket;
    socket.onopen = () => this.#handlers.opened();
    socket.onmessage = (event) => this.#received(JSON.parse(event.data));
    socket.onclose = (event) => this.#lost(socket, event.code);
    this.#watch();
  }

  send(frame) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  // Close this socket and open another at once.
  renew() {
    const old = this.#socket;
    this.#socket = null;
    old?.close();
    this.open();
  }

  #received(frame) {
    this.#watch();
    if (frame.type === "welcome") this.#wait = FIRST_WAIT;
    if (frame.type !== "pong") this.#handlers.frame(frame);
  }

  #lost(socket, code) {
    if (socket !== this.#socket) return;
    this.#socket = null;
    clearTimeout(this.#alarm);
    this.#handlers.closed(code === TOO_MANY_PAGES);
    if (code === TOO_MANY_PAGES) return;
    // Spread out, lest every page comes back in the same moment after a restart.
    this.#retry = setTimeout(() => this.open(), this.#wait * (0.5 + Math.random()));
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #watch() {
    clearTimeout(this.#alarm);
    this.#alarm = setTimeout(() => {
      this.send({ type: "ping" });
      this.#alarm = setTimeout(() => this.#giveUp(), PATIENCE);
    }, SILENCE);
  }

  // A socket whose cable was pulled would take minutes to report its close.
  #giveUp() {
    const socket = this.#socket;
    socket?.close();
    if (socket) this.#lost(socket, 1006);
  }
}
