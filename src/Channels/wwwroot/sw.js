// Keeps the frame and the last bill that was read, so that it can be read without a network. Nothing else is kept:
// no other page, no answer to a form. Signing out empties it.
const FRAME = "frame-1", BILL = "bill-1";
const OFFLINE = "/offline";

self.addEventListener("install", e => e.waitUntil(
  caches.open(FRAME).then(c => c.add(new Request(OFFLINE, { cache: "reload" }))).then(() => self.skipWaiting())));
self.addEventListener("activate", e => e.waitUntil(self.clients.claim()));

const isBill = url => /^\/bills\/[^/.]+$/.test(url.pathname);
const isFile = url => /\.(css|js|svg|png)$/.test(url.pathname) && url.pathname !== "/sw.js";

self.addEventListener("fetch", e => {
  const request = e.request, url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname.startsWith("/sign-out")) { e.waitUntil(caches.delete(BILL)); return; }
  if (request.method !== "GET") return;
  if (isFile(url)) e.respondWith(file(request));
  else if (request.mode === "navigate") e.respondWith(page(request, url, e));
});

async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(FRAME)).put(request, answer.clone());
  return answer;
}

async function page(request, url, event) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && isBill(url)) {
      const copy = answer.clone();
      event.waitUntil(caches.delete(BILL).then(() => caches.open(BILL)).then(c => c.put(url.pathname, copy)));
    }
    return answer;
  } catch {
    const bills = await caches.open(BILL);
    if (isBill(url)) { const same = await bills.match(url.pathname); if (same) return same; }
    if (url.pathname === "/bills" || url.pathname === "/") { const last = (await bills.keys())[0]; if (last) return (await bills.match(last)); }
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}
