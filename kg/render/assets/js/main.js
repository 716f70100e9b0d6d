// Putting it together: tabs, search, keys, and one function that brings everything up to date.

const TAB_TITLES = { network: "Network", timeline: "Timeline", map: "Map", table: "Table" };

function buildTabs() {
  put(byId("tabs"), TABS.map((tab) => h("button", {
    type: "button", role: "tab", id: `tab-${tab}`, "aria-controls": `view-${tab}`,
    on: { click: () => go({ tab }), keydown: (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length];
      go({ tab: next });
      byId(`tab-${next}`).focus();
    } },
  }, TAB_TITLES[tab])));
}

function refresh() {
  sifted = sift();
  shown = sifted.shown;
  const scope = resolve(scopeSelect());
  scoped = scope ? shown.filter(inScope(scope)) : shown;
  for (const tab of TABS) {
    const on = tab === state.tab;
    byId(`tab-${tab}`).setAttribute("aria-selected", String(on));
    byId(`tab-${tab}`).setAttribute("tabindex", on ? "0" : "-1");
    byId(`view-${tab}`).hidden = !on;
  }
  const actors = new Set(shown.flatMap((event) => event.actors)).size;
  byId("counts").textContent = !complete() && about.total !== null
    ? `${number.format(shown.length)} of ${many(about.total, "event")} here, ${many(actors, "actor")}`
    : filtered() ? `${number.format(shown.length)} of ${many(data.events.length, "event")}, ${many(actors, "actor")}`
    : `${many(shown.length, "event")}, ${many(actors, "actor")}, ${many(data.articles.length, "source")}`;
  refreshFilters();
  if (state.tab === "network" && net.loaded) showNetwork();
  if (state.tab === "timeline") refreshTimeline();
  if (state.tab === "map") refreshMap();
  if (state.tab === "table") refreshTable();
  refreshPanel();
  loadWhatIsOpen();
}

// A hidden canvas cannot be measured: the network begins when it is first looked at.
function showNetwork() {
  if (!net.levels[state.level]) return readLevel(state.level).then(showNetwork);
  if (net.view) refreshNetwork();
  else startNetwork(ready);
  return refreshNetworkBar();
}

// ---- search

const finder = { index: [], hits: [], at: -1, timer: null };

// The index is made when somebody begins to search.
function buildIndex() {
  if (finder.index.length) return;
  const busy = tally(data.events.flatMap((event) => event.actors));
  const add = (kind, entries, weight, detail) => entries.forEach((entry) =>
    finder.index.push({ select: `${kind}:${entry.i}`, label: entry.n, detail: detail(entry), text: fold(`${entry.n} ${entry.e || ""} ${(entry.o || none).join(" ")}`), weight: weight(entry) }));
  const own = new Set(data.actors.map((actor) => fold(actor.n)));
  add("actor", data.actors.filter((actor) => busy.has(actor.index)), (actor) => 1e6 + busy.get(actor.index),
    (actor) => (actor.o && actor.o[0]) || KINDS[actor.k] || "");
  add("state", data.polities.filter((polity) => polity.q || !own.has(fold(polity.n))), () => 1e6, () => "State: all its people");
  add("topic", data.topics, () => 1e5, () => "Topic");
  add("place", data.places, () => 1e5, (place) => `Place${place.t ? `, ${place.t}` : ""}`);
  add("event", data.events, (event) => event.m, (event) => `${whenWords(event)}, ${statusWord(event.s)}`);
  add("article", data.articles, () => 1, (article) => `Source${article.d ? `, ${dateWords(article.d)}` : ""}`);
}

function buildSearch() {
  const field = byId("search");
  field.addEventListener("input", find);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      finder.at = (finder.at + (event.key === "ArrowDown" ? 1 : -1) + finder.hits.length) % Math.max(1, finder.hits.length);
      markHit();
    } else if (event.key === "Enter" && finder.hits.length) {
      event.preventDefault();
      take(finder.hits[Math.max(0, finder.at)]);
    } else if (event.key === "Escape") {
      field.value = "";
      closeFinder();
      field.blur();
    }
  });
  field.addEventListener("blur", () => setTimeout(closeFinder, 150));
  field.addEventListener("focus", () => {
    buildIndex();
    if (field.value) find();
  });
}

function find() {
  buildIndex();
  const words = fold(byId("search").value).split(/\s+/).filter(Boolean);
  if (!words.length) return closeFinder();
  const score = (entry) => (entry.text.startsWith(words[0]) ? 2e6 : ` ${entry.text}`.includes(` ${words[0]}`) ? 1e6 : 0) + entry.weight;
  finder.hits = finder.index.filter((entry) => words.every((word) => entry.text.includes(word)))
    .map((entry) => [score(entry), entry]).sort((a, b) => b[0] - a[0]).slice(0, 12).map((pair) => pair[1]);
  findElsewhere(byId("search").value);
  return showHits();
}

// What the server knows beyond what is here comes below, when it comes.
function findElsewhere(words) {
  clearTimeout(finder.timer);
  if (complete() || words.trim().length < 2) return;
  finder.timer = setTimeout(async () => {
    const found = await source.find(words).catch(() => none);
    if (byId("search").value !== words) return;
    const here = new Set(finder.hits.map((hit) => hit.select));
    finder.hits.push(...found.filter((hit) => !here.has(hit.select))
      .map((hit) => ({ select: hit.select, label: hit.n, detail: `${capital(hit.k)}, in the store` })));
    finder.hits = finder.hits.slice(0, 16);
    showHits(finder.at);
  }, 150);
}

function showHits(at = 0) {
  finder.at = finder.hits.length ? Math.max(0, at) : -1;
  const box = byId("found");
  box.hidden = false;
  byId("search").setAttribute("aria-expanded", "true");
  put(box, finder.hits.map((hit, n) => h("li", { role: "option", id: `hit-${n}`, on: {
    pointerdown: (event) => {
      event.preventDefault();
      take(hit);
    },
  } }, h("bdi", null, hit.label), h("bdi", { class: "note" }, ` ${hit.detail}`))),
    !finder.hits.length && h("li", { class: "void", role: "option", "aria-disabled": "true" }, "Nothing found. Try one word of the name."));
  return markHit();
}

function markHit() {
  [...byId("found").children].forEach((row, n) => row.setAttribute("aria-selected", String(n === finder.at)));
  const row = byId(`hit-${finder.at}`);
  if (row) {
    byId("search").setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }
}

function closeFinder() {
  byId("found").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").removeAttribute("aria-activedescendant");
}

function take(hit) {
  byId("search").value = "";
  closeFinder();
  choose(hit.select);
}

// ---- start

function listen() {
  addEventListener("popstate", () => {
    state = readAddress();
    refresh();
  });
  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement && document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "Escape" && !typing && state.select) {
      choose("");
    }
  });
  byId("skip").addEventListener("click", () => byId("panel").focus());
  let timer = null;
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (state.tab === "timeline") refreshTimeline();
      if (state.tab === "map") refreshMap();
    }, 150);
  });
}

function ready() {
  performance.mark("ready");
  document.documentElement.dataset.ready = "true";
}

async function start() {
  const library = loadLibrary();
  // A failure is told below; without this line it would first be reported as unhandled.
  library.catch(() => null);
  about = await block("about");
  if (about.live) {
    source = liveSource(about.live);
    byId("counts").before(h("a", { class: "home", href: `${location.origin}/` }, "All pages"));
  }
  const [drawing, graph] = await Promise.all([block("network"), source.graph()]);
  absorb(graph);
  net.levels[about.opening] = drawing.nodes;
  buildTabs();
  state = empty();
  buildFilters();
  state = readAddress();
  buildSearch();
  buildNetworkBar();
  listen();
  const narrow = matchMedia("(max-width: 760px)").matches;
  byId("legend").open = !narrow && innerHeight > 700;
  if (!data.events.length) {
    refresh();
    for (const id of ["stage", "network-bar", "legend", "filters"]) byId(id).hidden = true;
    byId("notice").hidden = false;
    byId("notice").textContent = "There is no event to draw.";
    return ready();
  }
  if (state.level !== about.opening) await readLevel(state.level);
  refresh();
  try {
    await library;
    net.options = JSON.parse(drawing.options);
    net.loaded = true;
    if (state.tab !== "network") return ready();
    startNetwork(ready);
    return refreshNetworkBar();
  } catch (error) {
    net.loaded = false;
    byId("notice").hidden = false;
    byId("notice").textContent = `The network cannot be drawn in this browser (${error.message}). Timeline, map and table show the same events.`;
    return ready();
  }
}

start();
