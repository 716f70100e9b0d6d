// Putting it together: tabs, keys, and one function that brings everything up to date.

const tabTitle = (tab) => say(`tab.${tab}`);

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
  }, tabTitle(tab))));
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
  byId("counts").textContent = countWords();
  refreshQuestions();
  refreshLeftOut();
  refreshFilters();
  if (state.tab === "network" && net.loaded) showNetwork();
  if (state.tab === "timeline") refreshTimeline();
  if (state.tab === "map") refreshMap();
  if (state.tab === "table") refreshTable();
  refreshAccounts();
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

// ---- start

function listen() {
  addEventListener("popstate", () => {
    const before = state.lang;
    state = readAddress();
    // Another language is another page.
    if (state.lang !== before) location.reload();
    else refresh();
  });
  addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement && document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      byId("search").focus();
    } else if (event.key === "Escape" && !typing && !document.querySelector("dialog[open]") && state.select) {
      choose("");
    }
  });
  byId("publish-open").addEventListener("click", showPublish);
  byId("skip").addEventListener("click", () => byId("panel").focus());
  const redraw = () => {
    if (state.tab === "timeline") refreshTimeline();
    if (state.tab === "map") refreshMap();
  };
  let timer = null;
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      redraw();
      refitRanks();
    }, 150);
  });
  // Paper has another width, and a printer does not wait.
  paper.addEventListener("change", () => document.body.classList.contains("printing") || redraw());
}

// Shows a part, and follows it while what stands above it is still being drawn, unless the reader moves.
function keepInView(part) {
  const look = () => part.scrollIntoView();
  const watcher = new ResizeObserver(look);
  const leave = () => watcher.disconnect();
  for (const moved of ["wheel", "touchstart", "pointerdown", "keydown"]) addEventListener(moved, leave, { once: true, passive: true });
  setTimeout(leave, 2000);
  look();
  for (const above of byId("main").children) watcher.observe(above);
}

function ready() {
  // Whoever opens a link to an event on a telephone came for it: the details stand below a long view.
  const narrow = matchMedia("(max-width: 760px)").matches;
  if (narrow && isEvent(state.select) && state.tab !== "accounts") keepInView(byId("panel"));
  performance.mark("ready");
  document.documentElement.dataset.ready = "true";
}

async function start() {
  const library = loadLibrary();
  // A failure is told below; without this line it would first be reported as unhandled.
  library.catch(() => null);
  about = await block("about");
  speak(await block("words"), readAddress().lang);
  if (about.live) {
    source = liveSource(about.live);
    byId("counts").before(h("a", { class: "home", href: `${location.origin}/` }, say("allpages")));
  }
  const [drawing, graph] = await Promise.all([block("network"), source.graph()]);
  absorb(graph);
  net.levels[about.opening] = drawing.nodes;
  buildTabs();
  state = { ...empty(), show: "all" };
  buildFilters();
  state = readAddress();
  buildSearch();
  buildNetworkBar();
  listen();
  openDesk();
  buildLanguages();
  const narrow = matchMedia("(max-width: 760px)").matches;
  byId("legend").open = !narrow && innerHeight > 780;
  if (!data.events.length) {
    refresh();
    for (const id of ["stage", "network-bar", "legend", "filters", "publish-open"]) byId(id).hidden = true;
    byId("notice").hidden = false;
    byId("notice").textContent = say("draw.none");
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
    byId("notice").textContent = say("draw.failed", { error: error.message });
    return ready();
  }
}

start();
