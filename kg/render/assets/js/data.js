// Reading the data blocks of this file, and joining what is numbered in them.

async function inflate(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

async function block(name) {
  const element = byId(`data-${name}`);
  const plain = element.type === "application/json";
  return JSON.parse(plain ? element.textContent : await inflate(element.textContent));
}

// The drawing library lies in the file in a compressed form. The policy of the page names its digest,
// so that this text, and no other, may run.
async function loadLibrary() {
  const script = document.createElement("script");
  script.textContent = await inflate(byId("data-library").textContent);
  document.head.append(script);
  if (typeof vis === "undefined") throw new Error("the drawing library did not start");
}

const data = { actors: [], polities: [], topics: [], places: [], articles: [], events: [] };
const known = table({ actor: new Map(), state: new Map(), topic: new Map(), place: new Map(), event: new Map() });

function join(graph) {
  Object.assign(data, graph);
  const register = (entries, kind) =>
    entries.forEach((entry, n) => {
      entry.index = n;
      known[kind].set(entry.i, entry);
    });
  register(data.actors, "actor");
  register(data.polities, "state");
  register(data.topics, "topic");
  register(data.places, "place");
  register(data.events, "event");
  for (const topic of data.topics) {
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
  for (const event of data.events) {
    event.w ||= [];
    event.actors = [...new Set(event.w.map((part) => part.a))];
    const states = new Set(event.y || []);
    for (const part of event.w) {
      const state = part.c ?? data.actors[part.a].c;
      if (state !== undefined) states.add(state);
    }
    event.states = [...states].sort((a, b) => a - b);
    event.topics = new Set((event.g || []).flatMap((t) => [...data.topics[t].all]));
    event.reach = new Set([...event.states, ...(event.c === undefined ? [] : [event.c])]);
  }
}

let evidence = null;
const passages = async (event) => {
  evidence ||= await block("evidence");
  return evidence[event.index] || [];
};

const stateOf = (actor) => (actor.c === undefined ? null : data.polities[actor.c]);

// The name of a state in the reader's language of choice is what the graph says; a code is no name.
function placeWords(event) {
  if (event.l === undefined) return event.c === undefined ? "" : data.polities[event.c].n;
  const place = data.places[event.l];
  return place.t ? `${place.n}, ${place.t}` : place.n;
}

const cityOf = (event) => {
  if (event.l === undefined) return event.c === undefined ? "" : data.polities[event.c].n;
  return data.places[event.l].t || data.places[event.l].n;
};
