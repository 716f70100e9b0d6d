// The shortest chain between two actors: A met B, B met C. Only what is reported as held counts, and only
// what two people are in one room for; the filters decide which events there are.

let chains = { key: "", steps: none };

// The steps [{from, to, events}] from one actor to another; no step when nothing leads there.
function chainBetween(one, other) {
  const key = `${one.index} ${other.index} ${address({ ...state, select: "", within: "" })}`;
  if (chains.key !== key) chains = { key, steps: findChain(one.index, other.index) };
  return chains.steps;
}

const isMeeting = (event) => HAPPENED.has(event.s) && about.met.includes(event.t) && event.actors.length <= about.most;

// Breadth first over actors; of equally short chains the one whose links are best attested.
function findChain(start, goal) {
  const events = shown.filter(isMeeting);
  const of = new Map();
  for (const event of events) {
    for (const n of event.actors) {
      if (!of.has(n)) of.set(n, []);
      of.get(n).push(event);
    }
  }
  const depth = new Map([[start, 0]]);
  const before = new Map();
  let edge = [start];
  while (edge.length && !depth.has(goal)) {
    const next = new Map();
    for (const from of edge) {
      for (const event of of.get(from) || none) {
        for (const to of event.actors) {
          if (depth.has(to)) continue;
          if (!next.has(to)) next.set(to, new Map());
          next.get(to).set(from, (next.get(to).get(from) || 0) + 1);
        }
      }
    }
    for (const [to, froms] of next) {
      depth.set(to, depth.get(edge[0]) + 1);
      before.set(to, ranked(froms)[0][0]);
    }
    edge = [...next.keys()].sort((a, b) => a - b);
  }
  if (!depth.has(goal)) return none;
  const steps = [];
  for (let to = goal; to !== start; to = before.get(to)) {
    const from = before.get(to);
    steps.unshift({ from, to, events: oldestFirst((of.get(from) || none).filter((event) => event.actors.includes(to))) });
  }
  return steps;
}

function chainPanel({ ends: [one, other] }) {
  const steps = chainBetween(one, other);
  const words = steps.length === 0
    ? say(filtered() ? "chain.none.filters" : "chain.none", { from: one.n, to: other.n })
    : steps.length === 1 ? say("chain.one", { a: one.n, b: other.n })
      : say("chain.many", { n: steps.length, a: one.n, b: other.n, who: listing.format(steps.slice(1).map((step) => data.actors[step.from].n)) });
  return [
    panelHead(say("chain.kind"), say("chain.title", { from: one.n, to: other.n })),
    h("p", { class: "lead" }, h("bdi", null, words)),
    h("ol", { class: "chain" }, steps.map((step, n) => h("li", null,
      h("h3", null, n + 1, ". ", tell("chain.met", { a: link(data.actors[step.from].n, `actor:${data.actors[step.from].i}`), b: link(data.actors[step.to].n, `actor:${data.actors[step.to].i}`) })),
      eventList(step.events, 2), sentenceOf(step.events.at(-1))))),
    chainForm(one, other),
    h("p", { class: "small" }, say("chain.counted")),
  ];
}

// The sentence of an event that counts most: that of its most certain report of the status it has.
function sentenceOf(event) {
  const box = h("div");
  passages(event).then((mentions) => {
    const told = mentions.filter((mention) => mention.s === event.s);
    const best = (told.length ? told : mentions).reduce((a, b) => (a && a.f >= b.f ? a : b), null);
    if (best) put(box, quotation(best));
  }, () => null);
  return box;
}

function chainForm(from, to) {
  // The list of names is made when somebody begins to write one.
  let people = null;
  const fillList = () => {
    if (people) return;
    people = unique(shown.filter(isMeeting).flatMap((event) => event.actors)).map((n) => data.actors[n]).sort((a, b) => alphabet.compare(a.n, b.n));
    put(offered, people.slice(0, 500).map((actor) => h("option", { value: actor.n })));
  };
  const note = h("p", { class: "small", role: "status" });
  const list = `people-${from ? from.index : "any"}`;
  const find = (field) => {
    fillList();
    const wanted = fold(field.value);
    return people.find((actor) => fold(actor.n) === wanted) || (wanted && people.find((actor) => fold(actor.n).includes(wanted)));
  };
  const field = (label, actor) => h("label", null, label, h("input", { type: "text", list, value: actor ? actor.n : "", autocomplete: "off", spellcheck: "false", on: { focus: fillList } }));
  const offered = h("datalist", { id: list });
  const [first, last] = [field(`${say("chain.from")} `, from), field(`${say("chain.to")} `, to)];
  const [one, other] = [first, last].map((label) => label.querySelector("input"));
  return h("form", { class: "chain-form", on: { submit: (event) => {
    event.preventDefault();
    const [a, b] = [find(one), find(other)];
    if (!a || !b) note.textContent = say("chain.nobody", { name: (a ? other : one).value });
    else if (a === b) note.textContent = say("chain.two");
    else choose(`chain:${a.i}|${b.i}`);
  } } },
  h("h3", null, say("chain.heading")), h("div", { class: "pickers" }, first, last),
  offered,
  h("button", { type: "submit", class: "strong" }, say("chain.find")), note);
}
