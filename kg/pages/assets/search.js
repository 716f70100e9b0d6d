// Search in a published copy of the site: the names are in one file beside the page.
(() => {
  "use strict";
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = fold(new URLSearchParams(location.search).get("q") || "").match(/[\p{L}\p{N}]+/gu) || [];
  const list = document.getElementById("found");
  if (!words.length || !list) return;
  document.getElementById("q").value = new URLSearchParams(location.search).get("q");
  fetch("search.json").then((r) => r.json()).then((names) => {
    const fits = (name) => {
      const own = fold(name).match(/[\p{L}\p{N}]+/gu) || [];
      return words.every((w) => own.some((o) => o.startsWith(w)));
    };
    const seen = new Set();
    for (const [name, page, kind, main] of names) {
      if (seen.size >= 100) break;
      if (seen.has(page) || !fits(name)) continue;
      seen.add(page);
      const item = document.createElement("li");
      const label = document.createElement("span");
      const link = document.createElement("a");
      label.className = "kind";
      label.textContent = kind;
      link.href = page;
      link.textContent = main;
      item.append(label, " ", link);
      list.append(item);
    }
    if (!seen.size) list.textContent = "Nothing is called so.";
  });
})();
