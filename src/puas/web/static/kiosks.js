// Keeps a kiosk in one page and in full screen: screens are fetched and put in place, so that neither the
// history nor the address knows of a visitor, and nothing is written to the device. Without this file every
// screen is a page of its own; the server does the same either way.

const home = document.querySelector('meta[name="kios"]').content;
const script = document.querySelector('script[type="module"]').src;
const unsent = new Map(); // uuid -> an answer that the network did not take; in memory alone
const RETRY = 10_000;
const LOOK_AGAIN = 60_000;
let attract = null; // the waiting screen as it was seen last, for a moment without network
let opened = Date.now(); // when this screen was put in place
let touched = Date.now(); // when somebody last touched it
let isSending = false;
let turn = 0; // counts screens: what was fetched for an earlier one is thrown away

const screenNow = () => document.querySelector("[data-screen]");
const isAttract = () => ["awal", "tutup"].includes(screenNow().dataset.screen);
const dialog = () => document.getElementById("masih");

function tell(name, sentence = "") {
  const news = document.getElementById("kabar");
  const text = sentence || news.dataset[name] || "";
  news.querySelector("p").textContent = text;
  news.hidden = !text;
}

async function fetchPage(address, options = {}) {
  const answer = await fetch(address, { cache: "no-store", credentials: "omit", ...options });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!page.querySelector("[data-screen]")) throw new Error(`no screen of the kiosk: ${answer.status}`);
  return page;
}

// The language of the page, its title and its screen change together.
function put(page) {
  turn += 1;
  document.title = page.title;
  document.documentElement.lang = page.lang;
  document.body.replaceChildren(...page.nodes.map((node) => node.cloneNode(true)));
  opened = touched = Date.now();
  if (isAttract()) attract = page;
  scrollTo(0, 0);
  (document.getElementById("galat") ?? document.getElementById("isi")).focus({ preventScroll: true });
  prepare();
}

const take = (page) => ({ title: page.title, lang: page.documentElement.lang, nodes: [...page.body.childNodes] });

function prepare() {
  const plain = document.getElementById("layar-biasa");
  if (plain) plain.hidden = !document.fullscreenElement;
  showQueue();
}

function showQueue() {
  const line = document.getElementById("antrean");
  if (!line) return;
  line.querySelector("strong").textContent = String(unsent.size);
  line.hidden = unsent.size === 0;
}

async function show(address) {
  const asked = ++turn;
  try {
    const page = await fetchPage(address);
    if (asked === turn) put(take(page));
  } catch {
    if (asked === turn) tell("offline");
  }
}

// First empties the screen with what is at hand, then asks the server how the survey stands.
function reset() {
  dialog().close();
  document.querySelectorAll("form").forEach((form) => form.reset());
  if (!attract) return location.replace(home);
  put(attract);
  return refresh();
}

async function refresh() {
  const asked = turn;
  const page = await fetchPage(home).catch(() => null);
  if (!page || asked !== turn || !isAttract()) return;
  if (page.querySelector('script[type="module"]').src !== script) return unsent.size || location.reload(); // a new version
  put(take(page));
}

function stayAwake() {
  if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {});
}

function fillScreen() {
  if (!document.fullscreenElement) document.documentElement.requestFullscreen?.({ navigationUI: "hide" }).catch(() => {});
  stayAwake();
  if (history.state !== "kios") history.pushState("kios", "", home); // "back" lands here, not on another page
}

// --- Sending ------------------------------------------------------------------------------------

function collect(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("detik", String(Math.round((Date.now() - opened) / 1000)));
  body.set("waktu_isi", new Date().toISOString());
  return body;
}

// "stored" with the address to go on to; "wrong" when the answer has mistakes; else it has to wait.
async function post(address, body) {
  const answer = await fetch(address, { method: "POST", body, credentials: "omit", headers: { Accept: "application/json" } });
  const told = await answer.json().catch(() => ({}));
  if (answer.ok && told.stored === body.get("uuid")) return { kind: "stored", next: told.next };
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429 && told.code) return { kind: "wrong" };
  return { kind: "wait", sentence: told.error };
}

async function send(form) {
  if (isSending) return;
  isSending = true;
  const address = form.action;
  const body = collect(form);
  const said = await post(address, body).catch(() => ({ kind: "wait" }));
  isSending = false;
  const isStillHere = form.isConnected;
  if (said.kind === "wait") unsent.set(body.get("uuid"), { address, body });
  else unsent.delete(body.get("uuid"));
  if (!isStillHere) return;
  if (said.kind === "stored") await show(said.next);
  else if (said.kind === "wait") tell("unsent", said.sentence);
  else put(take(await fetchPage(address, { method: "POST", body })));
}

async function sendAgain() {
  for (const [uuid, { address, body }] of [...unsent]) {
    const said = await post(address, body).catch(() => ({ kind: "wait" }));
    if (said.kind === "wait") break;
    unsent.delete(uuid); // stored; or never a whole answer, and its author is gone
    const isShown = document.querySelector('input[name="uuid"]')?.value === uuid;
    if (isShown && said.kind === "stored") await show(said.next);
    else if (isShown) put(take(await fetchPage(address, { method: "POST", body })));
  }
  showQueue();
}

async function tryPin(form) {
  const asked = ++turn;
  const body = new URLSearchParams(new FormData(form));
  form.reset();
  const page = await fetchPage(form.action, { method: "POST", body }).catch(() => null);
  if (asked !== turn) return;
  if (page) put(take(page));
  else tell("offline");
}

// --- Time ---------------------------------------------------------------------------------------

function tick() {
  const { stays } = screenNow().dataset;
  if (stays) return leaveThanks(Number(stays) - Math.floor((Date.now() - opened) / 1000));
  if (isAttract()) {
    if (Date.now() - opened >= LOOK_AGAIN) {
      opened = Date.now();
      refresh();
    }
    return;
  }
  const box = dialog();
  const idle = Math.floor((Date.now() - touched) / 1000) - Number(box.dataset.idle);
  const left = Number(box.dataset.countdown) - idle;
  if (idle < 0) return;
  if (left <= 0) return reset();
  document.getElementById("sisa").textContent = String(left);
  if (!box.open) box.showModal();
}

function leaveThanks(left) {
  if (left <= 0) return reset();
  document.querySelector("[data-left]").textContent = String(left);
}

function stillHere() {
  touched = Date.now();
  if (dialog().open) dialog().close();
}

// --- What people do -----------------------------------------------------------------------------

function goTo(target) {
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
}

function onClick(event) {
  if (isOver() || event.target.closest("#ulang")) {
    event.preventDefault();
    return reset();
  }
  stillHere();
  if (event.target.closest("#layar-biasa")) return document.exitFullscreen().then(prepare);
  const link = event.target.closest("a[href]");
  if (!link) return;
  if (link.hasAttribute("data-leave")) return; // the office: an ordinary page
  event.preventDefault();
  const inside = link.getAttribute("href").startsWith("#") && document.querySelector(link.getAttribute("href"));
  if (inside) return goTo(inside);
  if (link.hasAttribute("data-start")) fillScreen();
  if (link.pathname === home) return attract ? reset() : show(home);
  return show(link.href);
}

function onSubmit(event) {
  event.preventDefault();
  if (isOver()) return reset();
  stillHere();
  return event.target.querySelector("#pin") ? tryPin(event.target) : send(event.target);
}

// A page that the browser kept alive, or any step through the history, starts from the waiting screen.
addEventListener("pageshow", (event) => event.persisted && location.replace(home));
addEventListener("pagehide", () => document.querySelectorAll("form").forEach((form) => form.reset()));
addEventListener("popstate", () => {
  history.pushState("kios", "", home);
  if (!isAttract()) reset();
});
addEventListener("beforeunload", (event) => unsent.size && event.preventDefault());
document.addEventListener("click", onClick);
document.addEventListener("submit", onSubmit);
document.addEventListener("contextmenu", (event) => event.preventDefault());
for (const name of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
  document.addEventListener(name, (event) => !event.target.closest?.("#ulang") && !isOver() && stillHere(), { capture: true, passive: true });
}
document.addEventListener("visibilitychange", () => {
  tick();
  stayAwake();
});
addEventListener("online", sendAgain);

// A device that slept past the end is emptied before its first touch counts.
function isOver() {
  const box = dialog();
  return !isAttract() && Date.now() - touched >= 1000 * (Number(box.dataset.idle) + Number(box.dataset.countdown));
}

history.replaceState(null, "", home);
if (isAttract()) attract = take(document.cloneNode(true));
prepare();
setInterval(tick, 1000);
setInterval(sendAgain, RETRY);
