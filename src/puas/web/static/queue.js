// The answers that a phone keeps until the server has acknowledged exactly them. Shared by the form and the worker.

const DAY = 24 * 3600e3;
const PATIENCE = 15e3; // a request that hangs longer than this counts as no connection
const FIRST_WAIT = 15e3;
const LONGEST_WAIT = 30 * 60e3;
const REFUSED_WAIT = 3600e3; // the server said "not now" without saying when
const LEASE = PATIENCE + 5e3;
const TABLE = "answers";
const NEWS = "puas-antrean";

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

// A private window may refuse, throw, or never answer.
function openDatabase() {
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("puas", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "uuid" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
  const late = new Promise((_, reject) => setTimeout(reject, 3000));
  return Promise.race([opened, late]);
}

// An answer: {uuid, address, fields: [[name, value]...], next, tries, isAsked, stopped, problems, sentence}.
// `next` is when to try again; `isAsked` that the server named that time; `stopped` why it cannot go as it is.
class Queue {
  constructor(database) {
    this.database = database;
    this.loose = new Map(); // what could not be written: lives as long as the page
    this.news = globalThis.BroadcastChannel ? new BroadcastChannel(NEWS) : null;
  }

  get isSafe() {
    return Boolean(this.database) && this.loose.size === 0;
  }

  async write(work) {
    const turn = this.database.transaction(TABLE, "readwrite", { durability: "strict" });
    const over = new Promise((resolve, reject) => {
      turn.oncomplete = resolve;
      turn.onabort = turn.onerror = () => reject(turn.error);
    });
    await Promise.all([work(turn.objectStore(TABLE)), over]);
  }

  async all() {
    return [...(await this.kept().catch(() => [])), ...this.loose.values()];
  }

  async kept() {
    return this.database ? settled(this.database.transaction(TABLE).objectStore(TABLE).getAll()) : [];
  }

  // Resolves when the answer is on the phone's disk, or, where that is impossible, held by this page.
  async put(answer) {
    try {
      await this.write((table) => settled(table.put(answer)));
      this.loose.delete(answer.uuid);
    } catch {
      this.loose.set(answer.uuid, answer);
    }
  }

  // Only what is still there is changed: what another tab delivered does not come back.
  async change(uuid, changes) {
    if (this.loose.has(uuid)) return this.loose.set(uuid, { ...this.loose.get(uuid), ...changes });
    return this.database && this.write(async (table) => {
      const answer = await settled(table.get(uuid));
      if (answer) await settled(table.put({ ...answer, ...changes }));
    }).catch(() => null);
  }

  async drop(uuid) {
    this.loose.delete(uuid);
    if (this.database) await this.write((table) => settled(table.delete(uuid))).catch(() => null);
  }
}

export async function openQueue() {
  return new Queue(await openDatabase().catch(() => null));
}

// A new answer is sent by whoever made it; the others leave it alone for that long.
export function build(uuid, address, fields) {
  return { uuid, address, fields, next: Date.now() + LEASE, tries: 0, isAsked: true };
}

export const isWaiting = (answer) => !answer.stopped;

// A clock that was set back would otherwise make an answer wait for months.
function isDue(answer, isEager) {
  const left = answer.next - Date.now();
  return isWaiting(answer) && (left <= 0 || left > DAY || (isEager && !answer.isAsked));
}

async function post(answer) {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE);
  try {
    const body = new URLSearchParams(answer.fields);
    const headers = { Accept: "application/json" };
    const response = await fetch(answer.address, { method: "POST", body, headers, signal: control.signal });
    const told = await response.json().catch(() => ({}));
    return read(answer, response, told ?? {});
  } catch {
    return { kind: "later", isForAll: true, wait: backOff(answer) };
  } finally {
    clearTimeout(timer);
  }
}

const backOff = (answer) => Math.min(FIRST_WAIT * 2 ** answer.tries, LONGEST_WAIT);

// Seconds or a date, as HTTP allows; null when nothing usable was said.
function retryAfter(response) {
  const said = response.headers.get("Retry-After");
  if (!said) return null;
  const wait = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 1000), DAY);
}

// Only our own server's word counts: a page that some network puts in between is as good as no connection.
function read(answer, response, told) {
  if (response.ok && told.stored === answer.uuid) return { kind: "stored", isHeld: told.held, next: told.next };
  const asked = retryAfter(response);
  if (asked !== null) return { kind: "later", isForAll: true, wait: asked, isAsked: true };
  if (response.status >= 500 || !told.code) return { kind: "later", wait: backOff(answer) };
  if (response.status === 409 && told.code !== "response_conflict") {
    return { kind: "later", wait: REFUSED_WAIT, isAsked: true, sentence: told.error };
  }
  return { kind: "stopped", stopped: told.error, problems: told.problems ?? [] };
}

// Send one answer and keep what came of it. Returns {kind: "stored" | "later" | "stopped", ...}.
export async function deliver(queue, answer) {
  const result = { uuid: answer.uuid, ...(await post(answer)) };
  if (result.kind === "stored") await queue.drop(answer.uuid);
  else if (result.kind === "later") await postpone(queue, answer, result);
  else await queue.change(answer.uuid, { stopped: result.stopped, problems: result.problems });
  queue.news?.postMessage(result);
  return result;
}

function postpone(queue, answer, { wait, isAsked = false, sentence = "" }) {
  return queue.change(answer.uuid, { next: Date.now() + wait, tries: answer.tries + 1, isAsked, sentence });
}

// One tab or worker at a time. Without locks (plain HTTP) two may send the same answer: the server stores it once.
const alone = (work) => navigator.locks?.request ? navigator.locks.request("puas-kirim", work) : work();

// Send everything whose time has come; `isEager`: the connection is back, so only the server's own wish to wait counts.
export function sendDue(queue, isEager, tell = () => {}) {
  return alone(async () => {
    const due = (await queue.all()).filter((answer) => isDue(answer, isEager));
    for (const [place, answer] of due.entries()) {
      const result = await deliver(queue, answer);
      tell(result);
      if (!result.isForAll) continue;
      for (const other of due.slice(place + 1)) await postpone(queue, other, result);
      break;
    }
  });
}
