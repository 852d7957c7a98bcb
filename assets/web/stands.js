// Gives booths by hand: a family's handle, or a booth that is taken, is dragged onto another booth. What may stand where, the
// server says, on the page that the same form brings without this script.
const list = document.querySelector("[data-stands]");
const plan = document.querySelector(".hall svg");
if (list && plan) {
  document.querySelector(".moving")?.removeAttribute("hidden");
  const mark = document.createElement("p");
  mark.className = "carried";
  mark.hidden = true;
  document.body.append(mark);
  const boothAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".hall .booth");
  const key = (booth) => booth.dataset.booth ?? booth.id.replace("booth-", "");
  const carry = (source, guest, words) => {
    let from = null;
    let moved = false;
    let over = null;
    const end = () => {
      from = null;
      mark.hidden = true;
      over?.classList.remove("over");
      over = null;
    };
    source.addEventListener("pointerdown", (event) => {
      // A finger on the plan scrolls it.
      if (event.button || (source.matches("a") && event.pointerType !== "mouse")) return;
      from = [event.clientX, event.clientY];
      moved = false;
      event.preventDefault();
    });
    addEventListener("pointermove", (event) => {
      if (!from) return;
      moved ||= Math.hypot(event.clientX - from[0], event.clientY - from[1]) > 6;
      if (!moved) return;
      mark.textContent = words;
      mark.hidden = false;
      // The plan stands above the list: near an edge the page moves along.
      if (event.clientY < 70) scrollBy(0, -14);
      else if (event.clientY > innerHeight - 70) scrollBy(0, 14);
      // Where the pointer is has no reading direction.
      mark.style.left = `${event.clientX + 8}px`;
      mark.style.top = `${event.clientY + 8}px`;
      const booth = boothAt(event);
      if (booth === over) return;
      over?.classList.remove("over");
      over = booth;
      over?.classList.add("over");
    });
    addEventListener("pointercancel", end);
    addEventListener("pointerup", (event) => {
      if (!from) return;
      const booth = moved && boothAt(event);
      end();
      // After the click that may follow.
      setTimeout(() => (moved = false));
      if (!booth || booth === source) return;
      const form = document.createElement("form");
      form.method = "post";
      form.action = `${list.dataset.stands}/${guest}`;
      const input = document.createElement("input");
      input.name = `booth_${guest}`;
      input.value = key(booth);
      form.append(input);
      document.body.append(form);
      form.submit();
    });
    source.addEventListener("click", (event) => {
      if (moved) event.preventDefault();
    });
    source.addEventListener("dragstart", (event) => event.preventDefault());
  };
  for (const handle of list.querySelectorAll("[data-guest]")) {
    handle.hidden = false;
    carry(handle, handle.dataset.guest, handle.dataset.words);
  }
  for (const booth of plan.querySelectorAll("a.booth")) {
    const guest = booth.getAttribute("href").split("/").pop();
    carry(booth, guest, list.querySelector(`[data-guest="${guest}"]`)?.dataset.words ?? "");
  }
}
