// Fields that ask for a name offer what the search finds while one types. Without script they offer the busiest names.
(() => {
  "use strict";
  const wait = 150;
  document.addEventListener("DOMContentLoaded", () => {
    for (const field of document.querySelectorAll("input[data-kinds]")) {
      const list = document.getElementById(field.getAttribute("list"));
      const kinds = new Set(field.dataset.kinds.split(" "));
      const known = new Set([...list.options].map((option) => option.value));
      let timer = null;
      field.addEventListener("input", () => {
        clearTimeout(timer);
        const words = field.value.trim();
        if (words.length < 2 || known.has(words)) return;
        timer = setTimeout(async () => {
          try {
            const answer = await fetch("/data/find?" + new URLSearchParams({ q: words }));
            if (!answer.ok || field.value.trim() !== words) return;
            for (const row of await answer.json()) {
              if (!kinds.has(row.k) || known.has(row.n)) continue;
              known.add(row.n);
              const option = document.createElement("option");
              option.value = row.n;
              list.append(option);
            }
          } catch { /* the names that are there stay */ }
        }, wait);
      });
    }
  });
})();
