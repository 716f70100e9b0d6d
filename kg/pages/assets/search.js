// Search in a published copy of the site: the names are in one file beside the page (self.siteNames), by kind.
(() => {
  "use strict";
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const split = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];
  const asked = new URLSearchParams(location.search).get("q") || "";
  const words = split(asked), most = 20;
  const plurals = { person: "People", state: "States", organisation: "Organisations", topic: "Topics", place: "Places", office: "Offices", event: "Events", article: "Articles" };
  const place = document.getElementById("found");
  if (!words.length || !place) return;
  const element = (name, text, attributes = {}) => {
    const node = document.createElement(name);
    node.textContent = text;
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  document.getElementById("q").value = asked;
  document.querySelector("h1").textContent = `“${asked}”`;
  const names = self.siteNames || [];
  const found = new Map(), seen = new Set();
  for (const [name, page, kind, main] of names) {
    const own = split(name);
    // Chinese and Japanese put no space between words.
    if (seen.has(page) || !words.every((w) => own.some((o) => (/[\u3040-\u30ff\u3400-\u9fff]/.test(w) ? o.includes(w) : o.startsWith(w))))) continue;
    seen.add(page);
    if (!found.has(kind)) found.set(kind, []);
    found.get(kind).push([main, page]);
  }
  const order = Object.keys(plurals);
  for (const [kind, hits] of [...found].sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0]))) {
    // The address of an event begins with its day: the latest come first, those without a day last.
    const day = ([, page]) => page.replace("event/undated", "event/0");
    if (kind === "event") hits.sort((a, b) => (day(a) < day(b) ? 1 : -1));
    const heading = element("h2", `${plurals[kind] || kind} `), list = element("ul", "", { class: "found" });
    heading.append(element("small", String(hits.length)));
    for (const [name, page] of hits.slice(0, most)) {
      const item = document.createElement("li");
      item.append(element("a", name, { href: page }));
      list.append(item);
    }
    if (hits.length > most) list.append(element("li", `and ${hits.length - most} more: give another word`));
    place.append(heading, list);
  }
  if (!seen.size) place.append(element("p", "Nothing is called so. Try one word of the name, or fewer words."));
})();
