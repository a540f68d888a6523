// Lets a form that was open once be opened without a connection, and sends what waits when the browser says so.

const PAGES = "puas-halaman";
const FILES = "puas-berkas";
const MOST_PAGES = 30;
const PATIENCE = 8e3; // then the page kept on the phone is shown: a bar of signal is not yet a connection

const isForm = (address) => address.origin === location.origin && /^\/[st]\/[^/]+\/$/.test(address.pathname);

// Every visitor needs a number of their own, and so does every opening of the page that is kept here.
async function renew(page) {
  const html = (await page.text())
    .replace(/(name="uuid" value=")[^"]*/, (_, before) => before + crypto.randomUUID())
    .replace("<html ", "<html data-from-phone ");
  const headers = new Headers(page.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return new Response(html, { headers });
}

function fetchWithin(request, patience) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), patience));
  return Promise.race([fetch(request), late]);
}

async function keepPage(cache, address, response) {
  if (response.ok && response.type === "basic" && !response.redirected) {
    await cache.put(address, response);
    const kept = await cache.keys();
    for (const old of kept.slice(0, -MOST_PAGES)) await cache.delete(old);
  } else if (response.status >= 400 && response.status < 500 && response.status !== 429) {
    await cache.delete(address); // closed, or gone
  }
}

async function openForm(event) {
  const cache = await caches.open(PAGES);
  const kept = await cache.match(event.request.url);
  try {
    const response = await (kept ? fetchWithin(event.request, PATIENCE) : fetch(event.request));
    event.waitUntil(keepPage(cache, event.request.url, response.clone()));
    if (response.status < 500 || !kept) return response;
  } catch (error) {
    if (!kept) throw error;
  }
  return renew(kept);
}

// The fingerprint in the address makes a kept file right for ever; without a connection an older one must do.
async function openFile(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  if (kept) return kept;
  return fetch(request).catch(async (error) => {
    const older = await cache.match(request, { ignoreSearch: true });
    if (older) return older;
    throw error;
  });
}

async function clean(files) {
  const cache = await caches.open(FILES);
  const now = new Set(files.map((file) => new URL(file, location.origin).href));
  for (const request of await cache.keys()) if (!now.has(request.url)) await cache.delete(request);
}

// The form that brought this worker was opened without it.
async function keepOpenForms() {
  const cache = await caches.open(PAGES);
  for (const client of await clients.matchAll({ type: "window", includeUncontrolled: true })) {
    const [address] = client.url.split("#");
    if (!isForm(new URL(address)) || (await cache.match(address))) continue;
    await fetch(address).then((page) => keepPage(cache, address, page), () => null);
  }
}

export function start(queue, files) {
  const names = new Set(files.map((file) => file.split("?")[0]));

  addEventListener("install", (event) => {
    skipWaiting();
    event.waitUntil(caches.open(FILES).then((cache) => cache.addAll(files)));
  });
  addEventListener("activate", (event) => {
    event.waitUntil(Promise.all([clean(files), clients.claim(), keepOpenForms()]));
  });
  addEventListener("fetch", (event) => {
    const address = new URL(event.request.url);
    if (event.request.method !== "GET" || address.origin !== location.origin) return;
    if (event.request.mode === "navigate" && isForm(address)) event.respondWith(openForm(event));
    else if (names.has(address.pathname)) event.respondWith(openFile(event.request));
  });
  addEventListener("sync", (event) => event.waitUntil(sendAll(queue)));
}

// The browser calls again later when this fails.
async function sendAll({ openQueue, sendDue, isWaiting }) {
  const kept = await openQueue();
  await sendDue(kept, true);
  if ((await kept.all()).some(isWaiting)) throw new Error("answers still wait");
}
