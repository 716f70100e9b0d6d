// What the reader looks at, kept in the address, so that a view can be cited and "back" works.
//
// `select` is what the panel is about. Network, timeline, map and table show the same events: those that
// pass the filters and belong to the scope. The scope is what is selected; while an event is open, it stays
// what was selected before (`within`), so that reading one event of a list does not lose the list.

const TABS = ["network", "timeline", "map", "table", "accounts"];
const FACETS = ["type", "status", "history", "topic", "polity"];
const WORDS = {
  tab: TABS, level: ["actors", "states"], rows: ["events", "actors", "links"], lines: ["main", "all"], arrange: ["force", "rank"],
  show: ["certain", "all"],
};
// The languages of the page are known when it has begun (say.js).
const isLanguage = (tag) => /^[a-z]{2}$/.test(tag || "");
const noFilters = () => ({ type: new Set(), status: new Set(), history: new Set(), topic: new Set(), polity: new Set(), from: "", to: "" });
const empty = () => ({
  tab: "network", level: about.opening, select: "", within: "", around: [], colours: [], accounts: [], rows: "events", lines: "main", arrange: "force", show: "certain", lang: "", ...noFilters(),
});
let about = { opening: "actors", left_out: {}, crowded: 0, most: 0 };
let state = empty();

function readAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  const next = empty();
  for (const [key, words] of Object.entries(WORDS)) if (words.includes(query.get(key))) next[key] = query.get(key);
  next.select = query.get("select") || "";
  next.within = query.get("within") || "";
  next.lang = isLanguage(query.get("lang")) ? query.get("lang") : "";
  next.around = query.getAll("around");
  next.colours = query.getAll("colour").slice(0, 7);
  next.accounts = query.getAll("account").slice(0, 3);
  for (const end of ["from", "to"]) {
    if (/^\d{4}-\d{2}-\d{2}$/.test(query.get(end) || "")) next[end] = query.get(end);
  }
  for (const facet of FACETS) next[facet] = new Set(query.getAll(facet));
  return next;
}

function address(view) {
  const query = new URLSearchParams();
  const plain = empty();
  for (const key of [...Object.keys(WORDS), "select", "within", "lang", "from", "to"]) {
    if (view[key] !== plain[key]) query.set(key, view[key]);
  }
  for (const id of view.around) query.append("around", id);
  for (const id of view.colours) query.append("colour", id);
  for (const id of view.accounts) query.append("account", id);
  for (const facet of FACETS) [...view[facet]].sort().forEach((value) => query.append(facet, value));
  return "#" + query.toString();
}

function go(changes) {
  const next = { ...state, ...changes };
  const target = address(next);
  if (target === address(state)) return;
  state = next;
  // "#" alone would leave the old address in some browsers.
  history.pushState(null, "", target);
  refresh();
}

const isEvent = (select) => select.startsWith("event:");
const scopeSelect = () => state.within || (isEvent(state.select) ? "" : state.select);

// `more` is what else of the state changes with it.
function choose(select, more) {
  // Two accounts are of one event; whoever goes on to something else reads about it beside a view.
  const away = state.tab === "accounts" && select && !isEvent(select) ? { tab: "network" } : null;
  go({ select, within: isEvent(select) ? scopeSelect() : "", accounts: [], ...away, ...more });
  const panel = byId("panel");
  if (select && matchMedia("(max-width: 760px)").matches) {
    panel.scrollIntoView({ behavior: still() ? "auto" : "smooth" });
  }
  const heading = panel.querySelector("h2");
  if (heading) heading.focus({ preventScroll: true });
}

function toggle(facet, value) {
  const values = new Set(state[facet]);
  if (!values.delete(value)) values.add(value);
  go({ [facet]: values });
}

const filtered = () => FACETS.some((facet) => state[facet].size) || state.from || state.to;
const clearFilters = () => go(noFilters());

// "actor:person/sergey-lavrov" and the like, resolved; null when it is not in this page.
const DOUBLES = table({ pair: "actor", states: "state", chain: "actor", versus: "actor", "versus-states": "state" });
const PANELS = table({ pair: "pair", states: "pair", chain: "chain", versus: "versus", "versus-states": "versus" });

function resolve(select) {
  const colon = select.indexOf(":");
  if (colon < 0) return null;
  const kind = select.slice(0, colon);
  const rest = select.slice(colon + 1);
  if (kind === "periods") {
    const spans = rest.split("|").map(spanOf);
    return spans.length === 2 && spans.every(Boolean) ? { kind, spans } : null;
  }
  const of = DOUBLES[kind];
  if (!of) {
    const entry = known[kind] && known[kind].get(rest);
    return entry ? { kind, entry } : null;
  }
  const ends = rest.split("|").map((id) => known[of].get(id));
  if (ends.length !== 2 || !ends[0] || !ends[1] || ends[0] === ends[1]) return null;
  return { kind: PANELS[kind], of, ends };
}

const selection = () => resolve(state.select);

const pairSelection = (level, a, b) =>
  level === "actors"
    ? `pair:${entryAt(level, a).i}|${entryAt(level, b).i}`
    : `states:${data.polities[a].i}|${data.polities[b].i}`;
