// The line above the input: how far a customer is who waits for a person, or who that person is.

import { WORDS, language } from "./words.js";

const line = document.getElementById("queue");
const [text, nobody] = line.children;
let place = { state: "assistant" };

export const withPeople = () => place.state !== "assistant";

export function showPlace(next = place) {
  place = next;
  const words = sentence(WORDS[language]);
  line.hidden = words === "";
  nobody.hidden = place.state !== "waiting";
  // Only what is new is announced.
  if (text.textContent !== words) text.textContent = words;
}

export function onNobody(act) {
  nobody.addEventListener("click", () => act(WORDS[language].nobodySaid));
}

function sentence(words) {
  const { state, position, minutes, cause, agent } = place;
  if (state === "served") return words.served(agent);
  if (state !== "waiting") return "";
  return [words[cause], words.ahead(position), words.soon(minutes)].filter(Boolean).join(" ");
}
