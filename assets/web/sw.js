// Keeps a trainer's lists of attendance and the guide of a fair, with what they need to be shown, for halls without a network.
// Nothing else is kept: what is opened while there is a network comes from the network.
const CACHE = "attendance";
const GUIDE = /^\/(ar|en)\/fairs\/[^/]+\/(map|families)$/;
const LIST = /^\/(ar|en)\/desk\/training\/(teaching|lessons\/\d+)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fresh(request, name) {
  const cache = await caches.open(name);
  try {
    const answer = await fetch(request);
    // A sign-in page that stands in for a list is not a list.
    if (answer.ok && !answer.redirected && !new URL(request.url).search) await cache.put(request, answer.clone());
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
  if (request.method === "POST" && url.pathname.endsWith("/sign-out"))
    event.waitUntil(Promise.all([caches.delete(CACHE), caches.delete("guide")]));
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && LIST.test(url.pathname)) event.respondWith(fresh(request, CACHE));
  else if (request.mode === "navigate" && GUIDE.test(url.pathname)) event.respondWith(fresh(request, "guide"));
  else if (url.pathname.startsWith("/assets/") || url.pathname.startsWith("/media/")) {
    event.respondWith(fetch(request).catch(async (error) => (await caches.match(request)) ?? Promise.reject(error)));
  }
});
