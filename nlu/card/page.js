const root = document.documentElement;
const buttons = document.querySelectorAll("button[data-language]");

function speak(language) {
  root.lang = language;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.language === language));
}

function value(row, column) {
  const cell = row.cells[column];
  const number = Number.parseFloat(cell.dataset.value ?? cell.textContent);
  return Number.isNaN(number) ? cell.textContent : number;
}

function compare(one, other) {
  // What is not measured comes last among numbers.
  if (typeof one !== typeof other) return typeof one === "number" ? -1 : 1;
  return typeof one === "number" ? one - other : one.localeCompare(other);
}

function sort(header) {
  const table = header.closest("table");
  const rising = header.getAttribute("aria-sort") !== "ascending";
  for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", rising ? "ascending" : "descending");
  const column = Number(header.dataset.column);
  const rows = [...table.tBodies[0].rows];
  rows.sort((one, other) => (rising ? 1 : -1) * compare(value(one, column), value(other, column)));
  table.tBodies[0].append(...rows);
}

for (const button of buttons) button.addEventListener("click", () => speak(button.dataset.language));
for (const header of document.querySelectorAll("th[data-column]")) {
  header.firstElementChild.addEventListener("click", () => sort(header));
}
// Paper cannot be unfolded.
addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((one) => (one.open = true)));
speak(navigator.language.startsWith("zh") ? "zh" : "en");
