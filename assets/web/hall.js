// Moves booths of a hall's plan by hand. What may stand where, the server says; without this script, numbers do the same.
const plan = document.querySelector("[data-hall]");
const svg = plan?.querySelector("svg[data-metre]");
if (svg) {
  document.querySelector(".moving")?.removeAttribute("hidden");
  const metre = Number(svg.dataset.metre);
  const at = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  for (const booth of svg.querySelectorAll("[data-booth]")) {
    let from = null;
    const by = (event) => {
      const to = at(event);
      return [Math.round((to.x - from.x) / metre), Math.round((to.y - from.y) / metre)];
    };
    booth.addEventListener("pointerdown", (event) => {
      from = at(event);
      booth.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    booth.addEventListener("pointermove", (event) => {
      if (from) {
        const [x, y] = by(event);
        booth.setAttribute("transform", `translate(${x * metre} ${y * metre})`);
      }
    });
    booth.addEventListener("pointercancel", () => {
      from = null;
      booth.removeAttribute("transform");
    });
    booth.addEventListener("pointerup", async (event) => {
      if (!from) return;
      const [x, y] = by(event);
      from = null;
      if (!x && !y) return;
      const body = new URLSearchParams({
        booth: booth.dataset.booth,
        x: Number(booth.dataset.x) + x,
        y: Number(booth.dataset.y) + y,
      });
      try {
        const answer = await fetch(`${plan.dataset.hall}/move`, { method: "POST", body, redirect: "manual" });
        if (answer.type === "opaqueredirect") location.reload();
        else booth.removeAttribute("transform");
      } catch {
        booth.removeAttribute("transform");
      }
    });
  }
}
