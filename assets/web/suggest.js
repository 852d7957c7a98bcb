// Proposes titles while somebody types into a search box. Without this script it is a search box.
for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[list]");
  let turn = 0;
  input.addEventListener("input", async () => {
    const mine = ++turn;
    const typed = input.value;
    const long = [...typed].length > 1;
    const titles = long ? await titlesLike(form.dataset.suggest, typed) : [];
    // Answers to what was typed before come too late.
    if (mine === turn) input.list.replaceChildren(...titles.map((title) => new Option("", title)));
  });
}

async function titlesLike(address, typed) {
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`);
    return answer.ok ? await answer.json() : [];
  } catch {
    return [];
  }
}
