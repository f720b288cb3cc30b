// What the page shows. Texts go in by textContent only, links and pictures by checked addresses.

import { language, say } from "./words.js";

const log = document.getElementById("log");
const typing = document.getElementById("typing");
const newer = document.getElementById("newer");
const NEAR_END = 80;

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

// `address` when it is one of the web, null for anything else, such as javascript:.
function web(address, allowed = ["https:", "http:"]) {
  const url = address && URL.canParse(address, location.href) ? new URL(address, location.href) : null;
  return url && allowed.includes(url.protocol) ? url.href : null;
}

function link(address, className) {
  const made = element("a", className);
  made.href = address;
  made.target = "_blank";
  made.rel = "noopener noreferrer nofollow";
  return made;
}

function linked(text) {
  const parts = document.createDocumentFragment();
  for (const part of text.split(/(https?:\/\/[^\s<>"'，。；！？、（）)]+[^\s<>"'，。；！？、（）).,;!?])/)) {
    const address = /^https?:\/\//.test(part) ? web(part) : null;
    if (address === null) parts.append(part);
    else parts.append(Object.assign(link(address, ""), { textContent: part }));
  }
  return parts;
}

function bubble(text) {
  const made = element("p", "bubble");
  made.append(linked(text));
  return made;
}

function picture(address) {
  const source = web(address, ["https:", "http:", "data:"]);
  if (source === null) return null;
  const made = element("img");
  made.alt = "";
  made.addEventListener("load", () => stay(true));
  made.addEventListener("error", () => made.remove());
  made.src = source;
  return made;
}

function card({ title, text, image, link: address }) {
  const target = web(address);
  const made = target ? link(target, "card") : element("div", "card");
  const shown = picture(image);
  if (shown) made.append(shown);
  made.append(element("strong", "", title));
  if (text) made.append(element("span", "", text));
  return made;
}

function cards(list) {
  const made = element("div", "cards");
  made.append(...list.map(card));
  return made;
}

function choices(options, choose) {
  const made = element("div", "choices");
  for (const option of options) {
    const button = element("button", "choice", option.title);
    button.type = "button";
    button.addEventListener("click", () => choose(option));
    made.append(button);
  }
  return made;
}

function said(role, author, at) {
  const made = element("div", `said ${role}`);
  const foot = element("div", "foot");
  const clock = element("time", "", at.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" }));
  clock.dateTime = at.toISOString();
  foot.append(clock);
  made.append(say(element("span", "unseen"), author), foot);
  return made;
}

function nearEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
}

function stay(atEnd) {
  if (atEnd) log.scrollTop = log.scrollHeight;
  newer.hidden = atEnd;
}

function append(made, jump = false) {
  const atEnd = jump || nearEnd();
  log.append(made);
  stay(atEnd);
}

export function clear() {
  log.replaceChildren();
  showTyping(false);
}

export function dropChoices() {
  for (const old of log.querySelectorAll(".choices")) old.remove();
}

// The assistant's first words, which are the page's own and no part of the conversation; `starters` are questions to begin with.
export function greet(starters, choose) {
  log.querySelector(".greeting")?.remove();
  const made = element("div", "greeting");
  const mark = document.querySelector(".logo").cloneNode(true);
  made.append(mark, say(element("h2"), "hello"), say(element("p"), "greeting"));
  if (starters.length) made.append(choices(starters, choose));
  log.prepend(made);
}

export function showCustomer({ text, at = new Date() }, retry) {
  dropChoices();
  const made = said("customer", "you", at);
  made.append(bubble(text));
  const state = element("span", "state");
  const again = say(element("button", "again"), "again");
  again.type = "button";
  again.addEventListener("click", retry);
  state.append(element("span"), element("span"), again);
  made.querySelector(".foot").append(state);
  append(made, true);
  return made;
}

// `state` is sending, sent or failed; `reason` a sentence that explains a failure, `retry` whether trying again may help.
export function mark(item, state, reason = "", retry = false) {
  item.dataset.state = state;
  const [words, explanation, again] = item.querySelector(".state").children;
  say(words, state);
  explanation.textContent = reason;
  again.hidden = !retry;
}

export function showReplies(replies, { role = "assistant", at = new Date() } = {}, choose) {
  dropChoices();
  showTyping(false);
  for (const reply of replies) {
    const made = said(role, role === "agent" ? "person" : "assistant", at);
    if (reply.data?.agent) made.querySelector(".foot").prepend(element("strong", "", reply.data.agent));
    if (reply.text) made.append(bubble(reply.text));
    const shown = picture(reply.image);
    if (shown) made.append(shown);
    if (reply.cards?.length) made.append(cards(reply.cards));
    if (reply.quick_replies?.length) made.append(choices(reply.quick_replies, choose));
    append(made);
  }
}

export function showTyping(shown) {
  const atEnd = nearEnd();
  typing.hidden = !shown;
  stay(atEnd);
}

export function showState(state) {
  const place = document.getElementById("state");
  place.dataset.state = state;
  say(place.firstElementChild, state);
}

log.addEventListener("scroll", () => nearEnd() && stay(true));
newer.addEventListener("click", () => stay(true));
new ResizeObserver(() => newer.hidden && stay(true)).observe(log);
