// The chat page: what is typed goes out with an id of its own, what comes in is shown once.

import { Completions } from "./completions.js";
import { Connection } from "./connection.js";
import { Outbox, conversation, draft } from "./outbox.js";
import { predicted } from "./predictions.js";
import { onNobody, showPlace, withPeople } from "./queue.js";
import * as view from "./view.js";
import { WORDS, language, setLanguage, translate } from "./words.js";

const VERSION = 1;
const ANSWER_WITHIN = 20_000;
const PREDICTED = 3;

const text = document.getElementById("text");
const outbox = new Outbox();
const items = new Map(); // the customer's messages that are shown, by id
const answered = new Set(); // the messages whose replies are shown
const overdue = new Map(); // timers of the messages under way, by id
let reopened = true; // no welcome came yet over this socket
let last = 0; // the position up to which the history is known
let shop = {};
let starters = []; // questions to begin with, {title, payload}
let context = []; // where the customer is, as far as the server knows

const completions = new Completions(text, document.getElementById("completions"), {
  language: () => language,
  choose: (question) => {
    write("");
    choose(question);
  },
});

const connection = new Connection({ opened, frame: (frame) => frames[frame.type]?.(frame), closed: lost });

const frames = {
  welcome,
  typing: () => view.showTyping(!withPeople()),
  ack: ({ id }) => arrived(id),
  reply: ({ reply_to, replies }) => reply(reply_to, replies),
  news: hello,
  queue: showPlace,
  error: failed,
};

function opened() {
  reopened = true;
  hello();
}

function hello() {
  connection.send({ type: "hello", version: VERSION, conversation: conversation.get(), last, language });
}

function lost(elsewhere) {
  view.showTyping(false);
  view.showState(elsewhere ? "elsewhere" : "offline");
}

function welcome({ conversation: secret, entries, resync }) {
  conversation.set(secret);
  view.showState("online");
  if (reopened) showPlace({ state: "assistant" }); // unless a queue frame follows
  reopened = false;
  if (resync) restart();
  for (const entry of entries) show(entry);
  for (const message of outbox.all()) transmit(message);
}

function show({ position, role, id, at, text: words, replies }) {
  if (position <= last) return; // asked for twice, because news came twice
  last = position;
  if (role === "customer") {
    if (!items.has(id)) items.set(id, view.showCustomer({ text: words, at: new Date(at) }, () => {}));
    arrived(id);
  } else {
    reply(id, replies, { role, at: new Date(at) });
  }
}

function reply(id, replies, about) {
  if (answered.has(id) && about?.role !== "agent") return;
  answered.add(id);
  view.showReplies(replies, about, choose);
}

function arrived(id) {
  clearTimeout(overdue.get(id));
  outbox.remove(id);
  if (items.has(id)) view.mark(items.get(id), "sent");
}

function failed({ id, message, field, retry_after }) {
  view.showTyping(false);
  if (field === "conversation") startOver(); // the secret in this browser is not one of ours
  if (!retry_after) outbox.remove(id);
  if (items.has(id)) notSent(id, message[language]);
}

function notSent(id, reason) {
  clearTimeout(overdue.get(id));
  view.showTyping(false);
  view.mark(items.get(id), "failed", reason, outbox.get(id) !== undefined);
}

function compose(words, payload = "") {
  const message = { id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, text: words, payload, context };
  outbox.add(message);
  transmit(message);
}

function transmit(message) {
  const { id } = message;
  if (!items.has(id)) items.set(id, view.showCustomer(message, () => outbox.get(id) && transmit(outbox.get(id))));
  view.mark(items.get(id), "sending");
  clearTimeout(overdue.get(id));
  overdue.set(id, setTimeout(() => notSent(id, WORDS[language].late), ANSWER_WITHIN));
  connection.send({ type: "message", ...message });
}

function choose({ title, payload }) {
  compose(title, payload);
  text.focus();
}

function restart() {
  last = 0;
  items.clear();
  answered.clear();
  view.clear();
  greet();
}

function greet() {
  view.greet(items.size === 0 ? starters : [], choose);
}

function startOver() {
  conversation.forget();
  outbox.clear();
  restart();
  connection.renew();
}

function submit() {
  const words = text.value;
  if (!words.trim()) return;
  write("");
  compose(words);
}

function write(words) {
  completions.close();
  text.value = words;
  fit();
}

function fit() {
  draft.set(text.value);
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight}px`;
}

function speak(chosen) {
  setLanguage(chosen);
  translate(document);
  document.title = document.getElementById("name").textContent = shop[chosen] ?? WORDS[chosen].title;
  begin(chosen, []);
  showPlace();
  fit();
  predicted(chosen).then(({ questions, context: known }) => {
    context = known;
    if (chosen === language) begin(chosen, questions.slice(0, PREDICTED));
  });
}

// The page's own words first and last, "talk to a person", and what is likely between them.
function begin(chosen, questions) {
  const own = WORDS[chosen].starters.map((title) => ({ title, payload: "" }));
  starters = questions.length ? [own[0], ...questions, own.at(-1)] : own;
  greet();
}

text.addEventListener("input", fit);
text.addEventListener("keydown", (event) => {
  if (completions.key(event)) return;
  // While an input method composes, Enter chooses a character; 229 is what older browsers say then.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
});
document.getElementById("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
  text.focus();
});
onNobody((words) => compose(words));
document.getElementById("fresh").addEventListener("click", () => {
  startOver();
  text.focus();
});
for (const button of document.querySelectorAll(".languages button")) button.addEventListener("click", () => speak(button.lang));

text.value = draft.get();
restart();
speak(language);
connection.open();
shop = await fetch("/widget/shop.json").then((answer) => (answer.ok ? answer.json() : {}), () => ({}));
speak(language);
