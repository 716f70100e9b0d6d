// Which states have a colour: at first the seven with most contacts, or those that the reader chooses in the legend.

const COLOURED = 7;

// The states that have the colours of the palette, by their places in it; the file says which at first.
function colouredStates() {
  if (state.colours.length) return state.colours.slice(0, COLOURED).map((id) => known.state.get(id));
  const found = [];
  for (const [id, , , group] of net.levels[state.level] || none) {
    const entry = entryAt(state.level, id);
    const own = entry && (state.level === "actors" ? stateOf(entry) : entry);
    if (group < COLOURED && own) found[group] ||= own;
  }
  return Array.from({ length: COLOURED }, (_, n) => found[n]);
}

// The colour of a node; `group` is what the file says.
function colourOf(entry, level, group) {
  if (!state.colours.length) return group;
  const own = level === "actors" ? stateOf(entry) : entry;
  const at = own ? state.colours.indexOf(own.i) : -1;
  return at < 0 || at >= COLOURED ? COLOURED : at;
}

function refreshColours() {
  const key = state.colours.join(" ");
  if (net.coloured === key || !net.places) return;
  net.coloured = key;
  const groups = new Map((net.levels[net.level] || none).map((row) => [row[0], row[3]]));
  for (const place of net.places.values()) {
    const entry = entryAt(net.level, place.id);
    place.group = colourOf(entry, net.level, groups.get(entry.index) ?? COLOURED);
  }
}

// The colours of the legend: each can be given to another state.
function colourChoices() {
  const now = colouredStates();
  const busy = ranked(tally(shownAtFirst().flatMap((event) => event.states))).map(([n]) => data.polities[n]);
  const pick = (place, id) => {
    const next = now.map((own) => (own ? own.i : ""));
    // Two states exchange their colours.
    const before = next.indexOf(id);
    if (before >= 0 && id) next[before] = next[place];
    next[place] = id;
    go({ colours: next });
  };
  const row = (own, place) => {
    const offered = own && !busy.includes(own) ? [own, ...busy] : busy;
    const select = h("select", { "aria-label": say("colour.state", { n: place + 1 }), on: { change: (event) => pick(place, event.target.value) } },
      h("option", { value: "" }, say("colour.nobody")),
      offered.slice(0, 80).map((one) => h("option", { value: one.i }, crop(one.n, 26))));
    select.value = own ? own.i : "";
    return h("li", null, h("span", { class: `swatch c${place}`, "aria-hidden": "true" }), select);
  };
  return h("ul", { class: "colours" }, now.map(row),
    h("li", null, h("span", { class: "swatch c7", "aria-hidden": "true" }), say("others")),
    state.colours.length > 0 && h("li", null, button(say("colour.first"), () => go({ colours: [] }), { class: "quiet" })));
}
