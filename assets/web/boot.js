// Loads the browser half only where a page has an island, in idle time, and not where people save data.
const own = document.querySelector("script[data-half]");
const islands = document.querySelector("leptos-island");
document.documentElement.dataset.script = "on";
if (own && islands && !(navigator.connection && navigator.connection.saveData)) {
  const wake = async () => {
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
    document.documentElement.dataset.hydrated = "";
  };
  const later = window.requestIdleCallback || ((f) => setTimeout(f, 200));
  later(() => wake().catch(() => delete document.documentElement.dataset.script));
} else if (islands) {
  delete document.documentElement.dataset.script;
}
