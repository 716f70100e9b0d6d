// What stands around the network: the level, the arrangement, notices, legend, picture.

function savePicture() {
  const from = byId("canvas").querySelector("canvas");
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [from.width, from.height];
  const pen = copy.getContext("2d");
  pen.fillStyle = theme().paper;
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(from, 0, 0);
  copy.toBlob((blob) => blob && save(blob, "network.png"));
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

const choiceOf = (label, words, key, pick) =>
  h("div", { class: "switch", role: "group", "aria-label": label },
    Object.entries(words).map(([value, word]) => button(word, () => pick(value), { "data-key": key, "data-value": value })));

function buildNetworkBar() {
  put(byId("network-bar"),
    choiceOf("Who meets whom", { actors: "Actors", states: "States" }, "level", (level) => go({ level, around: [] })),
    choiceOf("Arrangement", { force: "By contact", rank: "By rank" }, "arrange",
      (arrange) => go(arrange === "rank" ? { arrange, level: "actors", around: [] } : { arrange })),
    h("span", { id: "around", class: "around" }),
    button("", () => go({ lines: state.lines === "main" ? "all" : "main" }), { class: "quiet", id: "lines", hidden: true }),
    button("Play over time", play, { class: "quiet", id: "play" }),
    button("Save as PNG", savePicture, { class: "quiet push" }));
  put(byId("zoom"),
    button("+", () => zoomBy(1.35), { "aria-label": "Zoom in" }),
    button("−", () => zoomBy(1 / 1.35), { "aria-label": "Zoom out" }),
    button("Fit", () => fitAll(true), { "aria-label": "Show the whole network" }));
}

const zoomBy = (factor) =>
  net.view && net.view.moveTo({ scale: net.view.getScale() * factor, animation: still() ? false : { duration: 150 } });

function refreshNetworkBar() {
  const now = { level: state.level, arrange: arrangement() };
  for (const control of byId("network-bar").querySelectorAll("[data-key]")) {
    control.setAttribute("aria-pressed", String(now[control.dataset.key] === control.dataset.value));
  }
  const kind = state.level === "actors" ? "actor" : "state";
  const centres = state.around.map((id) => known[kind].get(id)).filter(Boolean);
  put(byId("around"), centres.length && [
    "Around ", h("bdi", null, listing.format(centres.map((entry) => crop(entry.n, 30)))), " ",
    button("Show everybody", () => go({ around: [] }), { class: "quiet" })]);
  const drawn = about.drawn[state.level];
  const left = about.left_out[state.level];
  const notes = [];
  if (about.opening === "states" && state.level === "states") {
    notes.push(`${number.format(about.drawn.actors + about.left_out.actors)} actors are too many for one readable picture, so this opens on their states. Left out here: ${many(about.inside, "contact")} within one state, and ${many(about.stateless, "actor")} without a state.`);
  }
  if (left > 0) {
    notes.push(`The ${number.format(drawn)} best connected are drawn, ${number.format(left)} are not; the table has them all.`);
  }
  if (net.thinned && state.lines === "main") notes.push("Drawn are the two strongest links of each; choose one to see all of its links.");
  if (net.grid) notes.push("Everybody stands at the level of the office that they held at the event; who rose or fell stands at each level.");
  if (net.grid && net.grid.left > 0) notes.push(`${many(net.grid.left, "actor")} who took part less often ${net.grid.left === 1 ? "is" : "are"} left out here; the table has them all.`);
  byId("lines").hidden = !net.thinned;
  byId("lines").textContent = state.lines === "main" ? "Draw all links" : "Draw the main links";
  if (about.crowded) {
    notes.push(`${many(about.crowded, "event")} with more than ${about.most} participants ${about.crowded === 1 ? "is" : "are"} listed, but not drawn as links.`);
  }
  byId("notice").hidden = !notes.length;
  byId("notice").textContent = notes.join(" ");
  if (!net.loaded) return;
  byId("canvas").setAttribute("aria-label",
    `Network of ${many(net.nodes ? new Set(net.nodes.getIds().map((id) => entryAt(net.level, id))).size : 0, state.level === "actors" ? "actor" : "state")} and ${many(net.joined, "link")}. Arrow keys go from one to the next, Page Down through all from the busiest on, Enter opens it. The same is in the table, under Actors and Links.`);
  refreshLegend();
}

const lineKey = (dash) => svg("svg", { viewBox: "0 0 34 8", class: `key ${dash}`, "aria-hidden": "true" },
  svg("line", { x1: 1, x2: 33, y1: 4, y2: 4 }));

function refreshLegend() {
  const rows = net.levels[state.level];
  if (!rows) return;
  const kinds = new Set();
  for (const [id] of rows) {
    const entry = entryAt(state.level, id);
    if (entry) kinds.add(kindOf(state.level, entry));
  }
  put(byId("legend-rows"),
    h("ul", null,
      h("li", null, lineKey("solid"), "took place"),
      h("li", null, lineKey("dashed"), "only planned, proposed or postponed"),
      h("li", null, lineKey("dotted"), "only called off, denied or disputed")),
    kinds.size > 1 && h("ul", { class: "kinds" }, Object.keys(KINDS).filter((kind) => kinds.has(kind)).map((kind) =>
      h("li", null, h("span", { "aria-hidden": "true" }, GLYPHS[kind]), " ", KINDS[kind]))),
    colourChoices(),
    h("p", null, "Larger: more events. Double-click: only the neighbours. A colour can be given to another state."));
}
