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
    choiceOf(say("level"), { actors: say("actors"), states: say("states") }, "level", (level) => go({ level, around: [] })),
    choiceOf(say("arrange"), { force: say("arrange.force"), rank: say("arrange.rank") }, "arrange",
      (arrange) => go(arrange === "rank" ? { arrange, level: "actors", around: [] } : { arrange })),
    h("span", { id: "around", class: "around" }),
    button("", () => go({ lines: state.lines === "main" ? "all" : "main" }), { class: "quiet", id: "lines", hidden: true }),
    button(say("play"), play, { class: "quiet", id: "play" }),
    button(say("save.png"), savePicture, { class: "quiet push" }));
  put(byId("zoom"),
    button("+", () => zoomBy(1.35), { "aria-label": say("zoom.in") }),
    button("−", () => zoomBy(1 / 1.35), { "aria-label": say("zoom.out") }),
    button(say("zoom.fit"), () => fitAll(true), { "aria-label": say("zoom.whole") }));
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
    tell("around", { who: h("bdi", null, listing.format(centres.map((entry) => crop(entry.n, 30)))) }), " ",
    button(say("around.all"), () => go({ around: [] }), { class: "quiet" })]);
  const drawn = about.drawn[state.level];
  const left = about.left_out[state.level];
  const notes = [];
  if (about.opening === "states" && state.level === "states") {
    notes.push(say("note.states", { n: about.drawn.actors + about.left_out.actors, inside: many(about.inside, "contact"), stateless: many(about.stateless, "actor") }));
  }
  if (left > 0) {
    notes.push(say("note.best", { drawn, left }));
  }
  if (net.thinned && state.lines === "main") notes.push(say("note.lines"));
  if (net.grid) notes.push(say("note.rank"));
  if (net.grid && net.grid.left > 0) notes.push(say("note.seats", { n: net.grid.left }));
  byId("lines").hidden = !net.thinned;
  byId("lines").textContent = say(state.lines === "main" ? "lines.all" : "lines.main");
  if (about.crowded) {
    notes.push(say("note.crowded", { n: about.crowded, most: about.most }));
  }
  byId("notice").hidden = !notes.length;
  byId("notice").textContent = notes.join(" ");
  if (!net.loaded) return;
  byId("canvas").setAttribute("aria-label",
    say("network.aria", { nodes: many(net.nodes ? new Set(net.nodes.getIds().map((id) => entryAt(net.level, id))).size : 0, state.level === "actors" ? "actor" : "state"), links: many(net.joined, "link") }));
  refreshLegend();
  refitRanks();
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
      h("li", null, lineKey("solid"), say("legend.held")),
      h("li", null, lineKey("dashed"), say("legend.ahead")),
      h("li", null, lineKey("dotted"), say("legend.off"))),
    kinds.size > 1 && h("ul", { class: "kinds" }, KINDS.filter((kind) => kinds.has(kind)).map((kind) =>
      h("li", null, h("span", { "aria-hidden": "true" }, GLYPHS[kind]), " ", kindWord(kind)))),
    colourChoices(),
    h("p", null, say("legend.note")));
}
