// Keeps an answer on the phone until the server has it. Without this file, or where it fails, the form is sent as
// any other form. What it says comes from the page (data-sentences), what it keeps is in queue.js.

const place = document.getElementById("antrean");
const form = document.getElementById("formulir");
const say = JSON.parse(place.dataset.sentences);
const { build, deliver, isWaiting, openQueue, sendDue } = await import(place.dataset.queue);

const button = form.querySelector("button");
const label = button.textContent;
const FILE = "puas-jawaban";
const DEVICE = "puas-perangkat";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ADDRESS = /^\/[a-z]+\/[^/?#\\]+\/(\?[^#\\]*)?$/;
const sent = { count: 0, isHeld: false, next: "" };
let opened = Date.now();
let isLeaving = false;
let triedAt = 0;
let alarm;

// randomUUID is missing on plain HTTP.
function newNumber() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte, at) => ([4, 6, 8, 10].includes(at) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}

function make(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function makeButton(text, work, kind = "button--quiet") {
  const made = make("button", text, { type: "button", class: `button ${kind}` });
  made.addEventListener("click", work);
  return made;
}

function makeRow(...parts) {
  const row = make("div", "", { class: "row" });
  row.append(...parts);
  return row;
}

function makeNotice(kind, title, ...parts) {
  const notice = make("div", "", { class: `notice ${kind}` });
  notice.append(make("p", title, { class: "notice__title" }), ...parts.filter(Boolean));
  return notice;
}

const paragraph = (text) => text && make("p", text);
const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
const clock = (time) => new Date(time).toTimeString().slice(0, 5).replace(":", ".");

// --- What the page says ---------------------------------------------------------------------------------------

function describeConnection() {
  const isAway = !navigator.onLine || document.documentElement.hasAttribute("data-from-phone");
  if (!queue.isSafe) return makeNotice("notice--warning", say.looseTitle, paragraph(say.looseText));
  return isAway && !form.hidden && makeNotice("notice--warning", say.offlineTitle, paragraph(say.offlineText));
}

function describeWaiting(waiting) {
  const canSync = queue.isSafe && "SyncManager" in globalThis && navigator.serviceWorker?.controller;
  const asked = waiting.find((answer) => answer.isAsked && answer.tries && answer.next > Date.now());
  return makeNotice(
    "",
    fill(say.waiting, { count: waiting.length }),
    paragraph(queue.isSafe && say.keptText),
    paragraph(!queue.isSafe ? say.laterLoose : canSync ? say.laterSync : say.laterOpen),
    asked ? paragraph(asked.sentence || fill(say.asked, { clock: clock(asked.next) })) : describeTry(),
    makeRow(makeButton(say.sendNow, sendNow), makeButton(say.save, saveFile)),
  );
}

const describeTry = () => triedAt && paragraph(fill(say.tried, { clock: clock(triedAt) }));

function describeStopped(answer) {
  const problems = make("ul", "");
  problems.append(...answer.problems.map((problem) => make("li", problem.text)));
  return makeNotice(
    "notice--wrong",
    say.stopped,
    paragraph(answer.stopped),
    answer.problems.length > 0 && problems,
    makeRow(
      makeButton(answer.problems.length ? say.mend : say.retry, () => tryAgain(answer)),
      makeButton(say.save, saveFile),
      makeButton(say.discard, () => discard(answer)),
    ),
  );
}

function describeSent() {
  const more = make("a", say.next, { href: sent.next, class: "button button--quiet" });
  const title = fill(say.sent, { count: sent.count });
  return makeNotice("notice--good", title, paragraph(sent.isHeld ? say.heldText : say.sentText), makeRow(more));
}

async function draw() {
  const answers = (await queue.all()).filter((answer) => answer.uuid !== onScreen());
  const waiting = answers.filter(isWaiting);
  const notices = [
    describeConnection(),
    sent.count > 0 && describeSent(),
    waiting.length > 0 && describeWaiting(waiting),
    ...answers.filter((answer) => !isWaiting(answer)).map(describeStopped),
    form.hidden && makeRow(makeButton(say.another, startAnother, "")),
  ].filter(Boolean);
  setAlarm(waiting);
  const fresh = make("div", "");
  fresh.append(...notices);
  if (fresh.innerHTML === place.innerHTML) return; // said already: a screen reader would read it out again
  const hadFocus = place.contains(document.activeElement);
  place.replaceChildren(...notices);
  if (hadFocus) place.focus();
}

// The number of the answer that is being mended in the form; it is not listed a second time.
const onScreen = () => document.getElementById("galat") && form.elements.uuid.value;

function setAlarm(waiting) {
  clearTimeout(alarm);
  if (!waiting.length) return;
  const next = Math.min(...waiting.map((answer) => answer.next)) - Date.now();
  alarm = setTimeout(flush, Math.min(Math.max(next, 1000), 60e3));
}

// --- Sending --------------------------------------------------------------------------------------------------

function note(result) {
  if (result.kind !== "stored") return;
  seeServer();
  sent.count += 1;
  sent.isHeld = result.isHeld;
  sent.next = result.next;
}

const seeServer = () => document.documentElement.removeAttribute("data-from-phone");

async function flush(isEager = false) {
  await sendDue(queue, isEager === true, note);
  await draw();
}

async function sendNow() {
  await sendDue(queue, true, note);
  triedAt = Date.now();
  await draw();
}

// A number that this phone makes up for today, so that many answers from one phone can be told from many people's.
function nameDevice() {
  try {
    const today = new Date().toDateString();
    const [number, day] = (localStorage.getItem(DEVICE) ?? "").split("|");
    if (day === today && UUID.test(number)) return number;
    const fresh = newNumber();
    localStorage.setItem(DEVICE, `${fresh}|${today}`);
    return fresh;
  } catch {
    return ""; // nothing may be kept here
  }
}

function collect() {
  form.elements.waktu_isi.value = new Date().toISOString();
  form.elements.detik.value = Math.max(0, Math.round((Date.now() - opened) / 1000));
  form.elements.perangkat.value = nameDevice();
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  const { pathname, search } = new URL(form.action);
  return build(form.elements.uuid.value, pathname + search, fields);
}

async function send(event) {
  event.preventDefault();
  if (button.disabled) return;
  button.disabled = true;
  button.textContent = say.sending;
  try {
    await take(collect());
  } finally {
    button.disabled = false;
    button.textContent = label;
  }
}

async function take(answer) {
  await queue.put(answer);
  const result = await deliver(queue, answer);
  if (result.kind === "stored") {
    clear();
    return location.replace(result.next);
  }
  if (result.kind === "stopped" && result.problems.length) return openToMend(answer);
  const problems = result.kind === "later" ? findProblems() : [];
  if (problems.length) {
    await queue.change(answer.uuid, { stopped: say.errors, problems });
    return showProblems(problems);
  }
  clear();
  form.hidden = true;
  await navigator.storage?.persist?.().catch(() => false);
  await navigator.serviceWorker?.getRegistration().then((found) => found?.sync?.register("kirim")).catch(() => null);
  await draw();
  place.focus();
  place.scrollIntoView({ block: "start" });
}

// The server draws the form again with everything in it and every mistake at its field, as it does without a script.
function openToMend(answer) {
  const copy = make("form", "", { method: "post", action: answer.address, hidden: "" });
  for (const [name, value] of answer.fields) {
    if (name !== "waktu_isi" && name !== "detik") copy.append(make("input", "", { type: "hidden", name, value }));
  }
  document.body.append(copy);
  isLeaving = true;
  copy.submit();
}

async function tryAgain(answer) {
  const result = await deliver(queue, answer);
  note(result);
  if (result.kind === "stopped" && result.problems.length) return openToMend(answer);
  if (result.kind === "later") await queue.change(answer.uuid, { stopped: "" });
  return draw();
}

async function discard(answer) {
  if (!confirm(say.discardSure)) return;
  await queue.drop(answer.uuid);
  await draw();
}

// --- What can be seen to be wrong without the server ----------------------------------------------------------

function findProblems() {
  const groups = [...form.querySelectorAll(".questions .scale")];
  const isOpen = (group) => !group.querySelector(":checked");
  const problems = groups.filter((group) => group.dataset.required && isOpen(group)).map((group) => ({
    text: say.required, target: `${group.id}-1`,
  }));
  const least = Number(form.dataset.minimum);
  const open = groups.filter(isOpen);
  if (groups.length - open.length < least) {
    problems.unshift({ text: fill(say.tooFew, { count: least }), target: `${open[0].id}-1` });
  }
  return [...problems, ...[...form.querySelectorAll("[data-low]")].filter(isWrongNumber).map(describeNumber)];
}

function isWrongNumber({ value, dataset }) {
  const given = value.trim();
  return given !== "" && !(/^\d+$/.test(given) && Number(given) >= Number(dataset.low) && Number(given) <= Number(dataset.high));
}

function describeNumber(box) {
  const text = fill(say.number, { label: box.labels[0].firstChild.textContent.trim(), ...box.dataset });
  return { text, target: box.id };
}

function showProblems(problems) {
  document.getElementById("galat")?.remove();
  const summary = make("div", "", { class: "errors", role: "alert", tabindex: "-1", id: "galat" });
  const list = make("ul", "");
  for (const { text, target } of problems) {
    const line = make("li", "");
    line.append(make("a", text, { href: `#${target}` }));
    list.append(line);
  }
  summary.append(make("h2", say.errors), list);
  form.before(summary);
  summary.focus();
  return draw();
}

// To a field without a step in the history: going back must lead out of the form, not to an earlier state of it.
function goToField(event) {
  const field = document.querySelector(event.target.closest("#galat a")?.hash || null);
  if (!field) return;
  event.preventDefault();
  field.focus();
}

// --- The next person ------------------------------------------------------------------------------------------

// Not form.reset(): a form that came back with mistakes has the answers as its defaults.
function clear() {
  for (const field of form.elements) {
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.defaultChecked = false;
    else if (field.matches(".input")) field.value = field.defaultValue = "";
  }
  document.getElementById("galat")?.remove();
  form.elements.uuid.value = newNumber();
  opened = Date.now();
}

function startAnother() {
  form.hidden = false;
  Object.assign(sent, { count: 0 });
  draw();
  document.getElementById("isi").focus();
  scrollTo(0, 0);
}

// --- Files ----------------------------------------------------------------------------------------------------

async function saveFile() {
  const answers = (await queue.all()).map(({ uuid, address, fields }) => ({ uuid, address, fields }));
  const text = JSON.stringify({ format: FILE, version: 1, answers }, null, 1);
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const day = new Date().toISOString().slice(0, 10);
  make("a", "", { href: address, download: `jawaban-survei-${day}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60e3);
}

const isField = (field) => Array.isArray(field) && field.length === 2 && field.every((part) => typeof part === "string");

// Anybody can write such a file: only answers to forms of this server are taken from it.
function readAnswers(text) {
  const { format, answers } = JSON.parse(text);
  const isAnswer = ({ uuid, address, fields }) =>
    UUID.test(uuid) && ADDRESS.test(address) && fields.every(isField) && fields.some(([name, value]) => name === "uuid" && value === uuid);
  if (format !== FILE || !answers.length || !answers.every(isAnswer)) throw new Error("not a file of answers");
  return answers;
}

async function takeFile(event) {
  const box = event.target;
  const news = document.getElementById("berkas-kabar");
  try {
    const answers = readAnswers(await box.files[0].text());
    const known = new Set((await queue.all()).map((answer) => answer.uuid));
    for (const { uuid, address, fields } of answers) {
      if (!known.has(uuid)) await queue.put({ ...build(uuid, address, fields), next: 0, isAsked: false });
    }
    news.textContent = fill(say.fileTaken, { count: answers.length });
  } catch {
    news.textContent = say.fileBad;
  }
  box.value = "";
  await flush(true);
}

// --- Start ----------------------------------------------------------------------------------------------------

const queue = await openQueue();
if (!document.getElementById("galat")) form.elements.uuid.value = newNumber();
form.addEventListener("submit", send);
document.addEventListener("click", goToField);
document.getElementById("dari-berkas").hidden = false;
document.getElementById("berkas-jawaban").addEventListener("change", takeFile);
addEventListener("online", () => { seeServer(); flush(true); });
addEventListener("offline", draw);
document.addEventListener("visibilitychange", () => document.hidden || flush(true));
addEventListener("pageshow", (event) => event.persisted && (isLeaving ? location.reload() : flush(true)));
addEventListener("beforeunload", (event) => queue.loose.size && !isLeaving && event.preventDefault());
if (queue.news) queue.news.onmessage = ({ data }) => { note(data); draw(); };
navigator.serviceWorker?.register(place.dataset.worker, { type: "module" }).catch(() => null);
flush(true);
