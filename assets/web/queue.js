// Keys for who works through many files: j and k go down and up, x picks, a picks all that can be picked. Enter opens, as on any
// link. Without this script the tab key does the same, only longer.
const rowOf = (element) => element?.closest(".queue tbody tr");
const links = () => [...document.querySelectorAll(".queue tbody th a")];
const boxes = () => [...document.querySelectorAll(".queue .pick input")];

const acts = {
  j: () => step(1),
  k: () => step(-1),
  x: () => rowOf(document.activeElement)?.querySelector(".pick input")?.click(),
  a: () => boxes().forEach((box) => box.click()),
};

function step(by) {
  const all = links();
  const here = all.findIndex((link) => rowOf(link) === rowOf(document.activeElement));
  const next = here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1);
  all[next]?.focus();
}

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("textarea, select, input:not([type=checkbox])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in acts)) return;
  acts[event.key]();
  event.preventDefault();
});
