// Three questions that this graph answers well, worked out from what is in it: one click opens the view that answers.

const QUESTIONS = 3;

function questionsHere() {
  const events = shownAtFirst();
  return [askWhoMet, askNeverHeld, askAccounts, askContested, askWhere, askFirst].map((question) => question(events)).filter(Boolean).slice(0, QUESTIONS);
}

function askWhoMet(events) {
  const people = (pair) => [pair.a, pair.b].every((n) => data.actors[n].k === "person");
  const [most] = strongest([...countPairs(events.filter(isMeeting), "actors").values()].filter(people));
  if (!most || most.count < 2) return null;
  const [a, b] = [data.actors[most.a], data.actors[most.b]];
  return { ask: say("ask.most"), answer: say("ask.most.answer", { a: a.n, b: b.n, n: most.count }), open: () => choose(pairSelection("actors", most.a, most.b), { tab: "network", level: "actors", around: [] }) };
}

function askNeverHeld(events) {
  const never = events.filter(neverHeld);
  if (!never.length) return null;
  return { ask: say("ask.never"), answer: many(never.length, "event"),
    open: () => go({ ...noFilters(), history: new Set(["unconfirmed"]), tab: "timeline", select: "", within: "" }) };
}

function askAccounts(events) {
  const worth = (event) => (event.r || none).filter((n) => data.articles[n].k === "readout").length * 10 + (event.g || none).length + event.f;
  const told = events.filter((event) => (event.h || none).includes("accounts") && isMeeting(event)).sort((x, y) => worth(y) - worth(x) || x.index - y.index)[0];
  if (!told) return null;
  return { ask: say("ask.accounts"), answer: `${headline(told)}, ${whenWords(told)}`, open: () => {
    finder.sought = { event: told, part: ".readouts" };
    choose(`event:${told.i}`);
  } };
}

function askContested(events) {
  const [told] = events.filter((event) => (event.h || none).includes("contested"));
  return told ? { ask: say("ask.contested"), answer: `${headline(told)}, ${whenWords(told)}`, open: () => choose(`event:${told.i}`) } : null;
}

function askWhere(events) {
  const [most] = ranked(tally(events.filter((event) => isMeeting(event) && event.l !== undefined).map((event) => event.l)));
  if (!most || most[1] < 2) return null;
  const place = data.places[most[0]];
  return { ask: say("ask.where"), answer: say("ask.where.answer", { place: place.n, n: most[1] }), open: () => choose(`place:${place.i}`, { tab: "map" }) };
}

function askFirst(events) {
  const [first] = oldestFirst(events.filter((event) => isMeeting(event) && event.a));
  return first ? { ask: say("ask.first"), answer: `${headline(first)}, ${whenWords(first)}`, open: () => choose(`event:${first.i}`) } : null;
}

// The questions do not change with the filters; with what is known and with the choice of certain events they do.
const posed = { key: "" };

function refreshQuestions() {
  const key = `${data.events.length} ${state.show}`;
  if (posed.key === key) return;
  posed.key = key;
  const box = byId("questions");
  const questions = complete() ? questionsHere() : none;
  box.hidden = !questions.length;
  put(box, questions.map(({ ask: question, answer, open }) =>
    button([h("b", null, question), " ", h("bdi", null, answer)], open, { class: "question" })));
}
