// Loads the browser half when somebody touches an island, and then does once more what was done while it loaded. Whoever saves
// data gets the page that works without it.
const root = document.documentElement;
const own = document.querySelector("script[data-half]");
const saves = navigator.connection?.saveData && document.querySelector("leptos-island");
let waking;
let awake = false;
const missed = [];

async function wake() {
  const half = await import(own.dataset.half);
  await half.default({ module_or_path: own.dataset.wasm });
  half.hydrate();
  const above = [];
  const walk = async (node) => {
    const tag = node.localName;
    if (tag === "leptos-island") {
      const island = half[node.dataset.component];
      if (island) {
        above.at(-1)?.();
        await island(node);
      }
    }
    if (tag === "leptos-children") above.push(node.$$on_hydrate);
    for (const child of node.children) await walk(child);
    if (tag === "leptos-children") above.pop();
  };
  await walk(document.body);
  awake = true;
  root.dataset.hydrated = "";
  for (const again of missed) again();
}

function touched(event) {
  if (awake || !event.target.closest?.("leptos-island")) return;
  const { target } = event;
  if (event.type === "change") missed.push(() => target.dispatchEvent(new Event("change", { bubbles: true })));
  const button = event.type === "click" && target.closest("button");
  if (button) missed.push(() => button.click());
  waking ??= wake().catch(() => delete root.dataset.script);
}

// A file is read when it is chosen: one out of a cloud may have changed or gone by the time its form is sent, and the browser would
// show an error of its own in place of the form.
async function keep(event) {
  const input = event.target;
  if (input.type !== "file" || input.closest("leptos-island")) return;
  input.setCustomValidity("");
  const chosen = [...input.files];
  try {
    const kept = new DataTransfer();
    for (const file of chosen) kept.items.add(new File([await file.arrayBuffer()], file.name, { type: file.type }));
    if (chosen.every((file, at) => input.files[at] === file)) input.files = kept.files;
  } catch {
    input.value = "";
    input.setCustomValidity(own.dataset.unread);
    input.reportValidity();
  }
}
addEventListener("change", keep);

if (!saves) {
  root.dataset.script = "on";
  for (const type of ["pointerdown", "focusin", "change", "click"]) addEventListener(type, touched, { capture: true });
}

// A password is shown while the button beside it is pressed down.
addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-reveals]");
  if (!button) return;
  const shown = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", shown);
  document.getElementById(button.dataset.reveals).type = shown ? "text" : "password";
});
