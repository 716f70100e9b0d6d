// What the reader looks at, kept in the address, so that a view can be cited and "back" works.

const TABS = ["network", "timeline", "table"];
const FACETS = ["type", "status", "topic", "polity"];
const empty = () => ({
  tab: "network", level: about.opening, select: "", around: [], from: "", to: "", rows: "events", lines: "main",
  type: new Set(), status: new Set(), topic: new Set(), polity: new Set(),
});
let about = { opening: "actors", left_out: {}, crowded: 0, most: 0 };
let state = empty();

function readAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  const next = empty();
  if (TABS.includes(query.get("tab"))) next.tab = query.get("tab");
  if (["actors", "states"].includes(query.get("level"))) next.level = query.get("level");
  if (["events", "actors", "links"].includes(query.get("rows"))) next.rows = query.get("rows");
  if (query.get("lines") === "all") next.lines = "all";
  next.select = query.get("select") || "";
  next.around = query.getAll("around");
  for (const end of ["from", "to"]) {
    if (/^\d{4}-\d{2}-\d{2}$/.test(query.get(end) || "")) next[end] = query.get(end);
  }
  for (const facet of FACETS) next[facet] = new Set(query.getAll(facet));
  return next;
}

function address(view) {
  const query = new URLSearchParams();
  const plain = empty();
  for (const key of ["tab", "level", "rows", "lines", "select", "from", "to"]) {
    if (view[key] !== plain[key]) query.set(key, view[key]);
  }
  for (const id of view.around) query.append("around", id);
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

const choose = (select) => {
  go({ select });
  const panel = byId("panel");
  if (select && matchMedia("(max-width: 760px)").matches) {
    panel.scrollIntoView({ behavior: still() ? "auto" : "smooth" });
  }
  const heading = panel.querySelector("h2");
  if (heading) heading.focus({ preventScroll: true });
};

function toggle(facet, value) {
  const values = new Set(state[facet]);
  if (!values.delete(value)) values.add(value);
  go({ [facet]: values });
}

const filtered = () => FACETS.some((facet) => state[facet].size) || state.from || state.to;
const clearFilters = () =>
  go({ type: new Set(), status: new Set(), topic: new Set(), polity: new Set(), from: "", to: "" });

// "actor:person/sergey-lavrov" and the like, resolved; null when it is not in this file.
function selection() {
  const colon = state.select.indexOf(":");
  if (colon < 0) return null;
  const kind = state.select.slice(0, colon);
  const rest = state.select.slice(colon + 1);
  if (known[kind]) {
    const entry = known[kind].get(rest);
    return entry ? { kind, entry } : null;
  }
  const of = kind === "pair" ? "actor" : kind === "states" ? "state" : null;
  const ends = rest.split("|").map((id) => of && known[of].get(id));
  return ends.length === 2 && ends[0] && ends[1] ? { kind: "pair", of, ends } : null;
}

const pairSelection = (level, a, b) =>
  level === "actors"
    ? `pair:${data.actors[a].i}|${data.actors[b].i}`
    : `states:${data.polities[a].i}|${data.polities[b].i}`;
