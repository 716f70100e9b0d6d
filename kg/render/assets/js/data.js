// Where the page has its data from. All other scripts ask this module, and only this module knows
// whether the answer lies in the file or comes from somewhere else.
//
// A source is an object with five functions, each of which returns a promise:
//
//   graph()          the part of the graph that the page opens with
//   passages(id)     the passages behind one event, by its id: {passages: [...]}, with the lists
//                    `topics` and `articles` that they point into; without such lists they point
//                    into those of graph()
//   around(select, first)  what else is known around "actor:person/x" or any other selection of the
//                    address (state.js): another part of the graph, or null when the page has all there
//                    is. Of many events it gives a page, from the one numbered `first` on, and with it
//                    `total`, how many there are, and `next`, the number after the last, or null
//   find(words)      what else a search finds: [{select, n (its name), k (its kind), q (its words), d (its day)}]
//   texts()          the passages of all events, by the number of the event, for the search; null where they
//                    are not in the page
//
// A part of the graph is {actors, polities, topics, places, articles, events}: lists of entries as
// kg/render/payload.py writes them, that point at each other by their place in the lists of the same
// part. absorb() joins a part to what is here, by the ids of its entries. The source of a file is below;
// a page that is served has that of live.js, which asks the server.

const KIND_LISTS = { actors: "actor", polities: "state", topics: "topic", places: "place", articles: "article", events: "event" };

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}

async function inflate(base64) {
  const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

// Blocks that nobody needs at once stand behind the scripts: the browser may still be reading them.
const whole = () => new Promise((resolve) => {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", resolve, { once: true });
  else resolve();
});

async function block(name) {
  if (!byId(`data-${name}`)) await whole();
  const element = byId(`data-${name}`);
  const plain = element.type === "application/json";
  return JSON.parse(plain ? element.textContent : await inflate(element.textContent));
}

function fileSource() {
  let evidence = null;
  return {
    graph: () => block("graph"),
    around: async () => null,
    find: async () => none,
    local: true,
    texts: async () => (evidence ||= await block("evidence")),
    passages: async (id) => {
      evidence ||= await block("evidence");
      return { passages: evidence[known.event.get(id).number] || [] };
    },
  };
}

let source = fileSource();

// The drawing library lies in the file in a compressed form. The policy of the page names its digest,
// so that this text, and no other, may run.
async function loadLibrary() {
  const script = document.createElement("script");
  script.textContent = await inflate(byId("data-library").textContent);
  document.head.append(script);
  if (typeof vis === "undefined") throw new Error("the drawing library did not start");
}

const data = { actors: [], polities: [], topics: [], places: [], articles: [], events: [], withdrawn: [] };
const known = table({
  actor: new Map(), state: new Map(), topic: new Map(), place: new Map(), article: new Map(), event: new Map(),
});

// Joins a part of the graph to what is here, and returns its new events.
function absorb(part) {
  const at = {};
  const fresh = {};
  for (const [list, kind] of Object.entries(KIND_LISTS)) {
    fresh[list] = [];
    at[list] = (part[list] || []).map((entry, number) => {
      const old = known[kind].get(entry.i);
      if (old) {
        if (entry.o) old.o = unique([...(old.o || none), ...entry.o]);
        return old.index;
      }
      entry.index = data[list].length;
      entry.number = number;
      data[list].push(entry);
      known[kind].set(entry.i, entry);
      fresh[list].push(entry);
      return entry.index;
    });
  }
  const move = (entry, key, list) => entry[key] !== undefined && (entry[key] = at[list][entry[key]]);
  const moveAll = (entry, key, list) => entry[key] && (entry[key] = entry[key].map((n) => at[list][n]));
  fresh.actors.forEach((actor) => move(actor, "c", "polities"));
  fresh.places.forEach((place) => move(place, "c", "polities"));
  fresh.topics.forEach((topic) => moveAll(topic, "b", "topics"));
  for (const event of fresh.events) {
    event.w ||= [];
    for (const share of event.w) {
      share.a = at.actors[share.a];
      move(share, "c", "polities");
    }
    moveAll(event, "y", "polities");
    moveAll(event, "g", "topics");
    moveAll(event, "r", "articles");
    move(event, "l", "places");
    move(event, "c", "polities");
    event.part = at;
  }
  absorbWithdrawn(part, at);
  fresh.polities.forEach((polity) => (polity.n = stateName(polity)));
  fresh.actors.forEach((actor) => (actor.n = stateName(actor)));
  fresh.topics.forEach((topic) => (topic.n = topicTitle(topic)));
  fresh.topics.forEach(widen);
  fresh.events.forEach(derive);
  return fresh.events;
}

// A topic stands for itself and for all that it is part of; data may go round in circles.
function widen(topic) {
  topic.all = new Set([topic.index]);
  const open = [topic.index];
  while (open.length) {
    for (const broader of data.topics[open.pop()].b || []) {
      if (!topic.all.has(broader)) {
        topic.all.add(broader);
        open.push(broader);
      }
    }
  }
}

const unique = (list) => (list.length < 2 ? list : [...new Set(list)]);
const none = Object.freeze([]);

function derive(event) {
  event.actors = unique(event.w.map((share) => share.a));
  const states = [...(event.y || none)];
  for (const share of event.w) {
    const state = share.c ?? data.actors[share.a].c;
    if (state !== undefined) states.push(state);
  }
  event.states = unique(states).sort((a, b) => a - b);
  event.topics = unique((event.g || none).flatMap((t) => [...data.topics[t].all]));
  event.reach = event.c === undefined ? event.states : unique([...event.states, event.c]);
}

// The passages of an event, with articles and topics as numbers of the lists of this page.
async function passages(event) {
  const answer = await source.passages(event.i);
  const lists = answer.articles || answer.topics ? answer : null;
  if (lists) absorb({ articles: lists.articles, topics: lists.topics });
  const article = (n) => (lists ? known.article.get(lists.articles[n].i).index : event.part.articles[n]);
  const topic = (n) => (lists ? known.topic.get(lists.topics[n].i).index : event.part.topics[n]);
  return answer.passages.map((mention) => ({
    ...mention,
    r: mention.r === undefined ? undefined : article(mention.r),
    g: mention.g && mention.g.map(topic),
    n: mention.n && mention.n.map(([sentence, ...rows]) => [sentence, ...rows.map(([t, ...at]) => [topic(t), ...at])]),
  }));
}

// A topic that was found in a text and is none of the scheme's.
const isFree = (id) => id.startsWith("topic/text-");

const stateOf = (actor) => (actor.c === undefined ? null : data.polities[actor.c]);

// Where it took place: the site and its town, or at least the state. A code is no name.
function placeWords(event) {
  if (event.l === undefined) return event.c === undefined ? "" : data.polities[event.c].n;
  const place = data.places[event.l];
  return place.t ? `${place.n}, ${place.t}` : place.n;
}

const cityOf = (event) => {
  if (event.l === undefined) return event.c === undefined ? "" : data.polities[event.c].n;
  return data.places[event.l].t || data.places[event.l].n;
};
