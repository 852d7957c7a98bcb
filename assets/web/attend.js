// A list of attendance that is filled in without a network: marks stay on the phone until they have arrived. What somebody else
// noted meanwhile comes back as the server's own page, with what was wanted still in it.
const form = document.querySelector("form.attendance");
const path = location.pathname;
const key = `attendance:${form?.dataset.person}:${path.replace(/^\/(ar|en)/, "")}`;
const said = document.createElement("p");
said.className = "notice attention";
said.setAttribute("role", "status");

const say = (words) => {
  said.textContent = words;
  if (!said.isConnected) form.before(said);
};
const kept = () => localStorage.getItem(key);
let sending = false;

// One at a time; what was corrected meanwhile goes after it.
async function send() {
  const waiting = kept();
  if (!waiting || sending) return;
  say(form.dataset.waiting);
  sending = true;
  let answer;
  try {
    answer = await fetch(path, { method: "POST", body: new URLSearchParams(waiting) });
  } catch {
    return;
  } finally {
    sending = false;
  }
  const arrived = answer.status === 422 || (answer.redirected && new URL(answer.url).pathname === path);
  if (arrived && kept() !== waiting) return send();
  if (answer.redirected && new URL(answer.url).pathname === path) {
    localStorage.removeItem(key);
    location.replace(answer.url);
  } else if (answer.redirected) {
    say(form.dataset.again);
  } else if (answer.status === 422) {
    localStorage.removeItem(key);
    document.open();
    document.write(await answer.text());
    document.close();
  } else if (answer.status === 404) {
    // It will never be taken: the lesson is not there any more, or not for this person.
    localStorage.removeItem(key);
    location.reload();
  }
}

// The list and what shows it, so that it opens again without a network.
async function keep() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const shown = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);
  const cache = await caches.open("attendance");
  await cache.addAll([path, ...shown]);
  form.dataset.kept = "";
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter)).toString();
    localStorage.setItem(key, body);
    send();
  });
  const waiting = kept();
  if (waiting) {
    for (const [name, value] of new URLSearchParams(waiting)) {
      const box = [...form.elements].find((one) => one.name === name && one.type === "radio" && one.value === value);
      if (box) box.checked = true;
    }
    send();
  }
  addEventListener("online", send);
  setInterval(send, 30_000);
  keep().catch(() => {});
}
