// Keeps a trainer's lists of attendance, and what they need to be shown, for halls without a network. Nothing else is kept: what
// is opened while there is a network comes from the network.
const CACHE = "attendance";
const LIST = /^\/(ar|en)\/desk\/training\/(teaching|lessons\/\d+)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fresh(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    // A sign-in page that stands in for a list is not a list.
    if (answer.ok && !answer.redirected) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  // Who signs out leaves no names on the phone.
  if (request.method === "POST" && url.pathname.endsWith("/sign-out")) event.waitUntil(caches.delete(CACHE));
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && LIST.test(url.pathname)) event.respondWith(fresh(request));
  else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(fetch(request).catch(async (error) => (await caches.match(request)) ?? Promise.reject(error)));
  }
});
