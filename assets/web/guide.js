// Keeps the guide of a fair on the phone: both of its pages, once either was opened. The hall has a bad network.
async function keep() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const base = location.pathname.replace(/\/(map|families)$/, "");
  const cache = await caches.open("guide");
  const styles = [...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href);
  const pictures = [...document.querySelectorAll("main img, main image")].map(
    (picture) => picture.currentSrc || picture.src || picture.href?.baseVal,
  );
  await cache.addAll([`${base}/map`, `${base}/families`, ...styles]);
  await Promise.allSettled(pictures.filter(Boolean).map((address) => cache.add(address)));
  document.querySelector(".kept")?.removeAttribute("hidden");
}
keep().catch(() => {});
