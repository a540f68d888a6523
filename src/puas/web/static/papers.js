// Makes the entry grid quick: digits move on by themselves, Enter saves a row without leaving the page.
// Without this file every row is a plain form that is sent by Enter; the server does the same either way.

const news = document.getElementById("kabar");
const done = document.getElementById("sudah");
const unsaved = new Set();

const rowOf = (element) => element.closest("tr");
const boxesOf = (row) => [...row.querySelectorAll(".typing__box")];

function go(box) {
  if (!box) return;
  box.focus();
  box.select?.();
}

function rowBeside(row, step) {
  let other = row;
  do other = step > 0 ? other.nextElementSibling : other.previousElementSibling;
  while (other && !other.querySelector(".typing__box"));
  return other;
}

// Where work on a row starts: its first empty box, after the date that was carried over.
function firstBox(row) {
  const boxes = boxesOf(row);
  return boxes.find((box) => !box.value) ?? boxes[0];
}

// A number is complete when no further digit could make another answer of it.
function isComplete(box) {
  const most = Number(box.dataset.most);
  if (!most || box.value === "") return false;
  return box.value === "0" || box.value === "-" || Number(box.value) * 10 > most;
}

function isPossible(box) {
  if (!box.dataset.most) return true;
  return /^(-|\d*)$/.test(box.value) && Number(box.value.replace("-", "")) <= Number(box.dataset.most);
}

function onInput(event) {
  const box = event.target;
  if (!box.matches(".typing__box")) return;
  unsaved.add(rowOf(box));
  box.toggleAttribute("aria-invalid", !isPossible(box));
  if (!isPossible(box)) return box.select();
  if (isComplete(box)) {
    const boxes = boxesOf(rowOf(box));
    go(boxes[boxes.indexOf(box) + 1]);
  }
}

function onKey(event) {
  const box = event.target;
  if (!box.matches(".typing__box")) return;
  const boxes = boxesOf(rowOf(box));
  const place = boxes.indexOf(box);
  if (event.key === "Backspace" && box.value === "" && place > 0) {
    event.preventDefault();
    go(boxes[place - 1]);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const other = rowBeside(rowOf(box), event.key === "ArrowDown" ? 1 : -1);
    if (other) {
      event.preventDefault();
      go(boxesOf(other)[place]);
    }
  }
}

function showError(row, sentence, field) {
  const line = row.nextElementSibling;
  line.hidden = !sentence;
  line.querySelector("p").textContent = sentence;
  for (const box of boxesOf(row)) box.toggleAttribute("aria-invalid", Boolean(sentence) && box.name === field);
  row.classList.toggle("is-wrong", Boolean(sentence));
  if (sentence) go(boxesOf(row).find((box) => box.name === field) ?? firstBox(row));
}

function showSaved(row, form, answer) {
  const state = row.querySelector(".typing__state");
  state.textContent = answer.revision > 1 ? state.dataset.corrected : state.dataset.saved;
  row.classList.add("is-saved");
  unsaved.delete(row);
  done.value = answer.done;
  news.textContent = news.dataset.saved.replace("{sheet}", form.elements.lembar.value);
  showError(row, "", "");
}

// The date is the same for a whole pile: it is carried into the next row while that row is empty.
function carryDate(row, next) {
  const [from, to] = [row, next].map((one) => one.querySelector(".typing__box--date"));
  if (boxesOf(next).every((box) => box === to || !box.value)) to.value = from.value;
}

async function save(event) {
  const form = event.target;
  const row = rowOf(form);
  if (!row?.querySelector(".typing__box")) return;
  event.preventDefault();
  const typed = new FormData(form);
  let response, answer;
  try {
    response = await fetch(form.action || location.href, { method: "POST", body: typed, headers: { Accept: "application/json" } });
    answer = await response.json();
  } catch {
    return showError(row, news.dataset.lost, "");
  }
  if (!response.ok) return showError(row, answer.error, answer.field);
  showSaved(row, form, answer);
  const next = rowBeside(row, 1);
  if (!next) return location.assign(`?lembar=${Number(form.elements.lembar.value) + 1}`);
  carryDate(row, next);
  go(firstBox(next));
}

document.addEventListener("input", onInput);
document.addEventListener("keydown", onKey);
document.addEventListener("submit", save);
document.addEventListener("focusin", (event) => event.target.matches(".typing__box") && event.target.select());
addEventListener("beforeunload", (event) => unsaved.size && event.preventDefault());
