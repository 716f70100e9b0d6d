// One event: what is known, who says so, and in which words.

function eventPanel(event) {
  const box = h("div", null, h("p", { class: "small" }, say("passages.reading")));
  passages(event).then(
    (mentions) => {
      put(box, passagesOf(event, mentions));
      showSought(event, box);
    },
    (error) => put(box, h("p", null, about.live ? say("passages.failed", { error: error.message }) : say("passages.unread"))));
  const place = placeWords(event);
  const country = event.c !== undefined && data.polities[event.c];
  const around = state.within && resolve(state.within);
  return [
    around && h("p", { class: "trail" }, "← ", link(scopeName(around), state.within)),
    panelHead(capital(typeWord(event.t)), titleOf(event)),
    h("p", { class: "lead" }, badge(event.s), " ", capital(whenWords(event)), place && [", ",
      event.l === undefined ? h("bdi", null, place) : link(place, `place:${data.places[event.l].i}`)],
    country && country.n !== place && [", ", link(country.n, `state:${country.i}`)]),
    h("h3", null, say("who")),
    h("ul", { class: "people" }, event.w.map((part) => participant(part)),
      !event.w.length && h("li", null, say("who.none"))),
    event.g && [h("h3", null, say("about")), h("ul", { class: "chips" }, event.g.map((topic) =>
      h("li", null, link(data.topics[topic].n, `topic:${data.topics[topic].i}`, { class: "chip" }))))],
    h("p", { class: "small" }, say("confidence", { value: decimal.format(event.f), words: confidenceWord(event.f) }),
      event.x && ` ${say("codes", { codes: event.x.join(", ") })}`),
    box,
  ];
}

const functionWord = (word) => (isSaid(`function.${word}`) ? say(`function.${word}`) : spaced(word));

function participant(part) {
  const actor = data.actors[part.a];
  const own = part.c === undefined ? stateOf(actor) : data.polities[part.c];
  const notes = [part.o, own && own.n !== actor.n && own.n, part.f !== "participant" && functionWord(part.f)].filter(Boolean);
  return h("li", null, link(actor.n, `actor:${actor.i}`), notes.length > 0 && h("bdi", { class: "note" }, ` ${notes.join(", ")}`));
}

function passagesOf(event, mentions) {
  if (!mentions.length) return [h("h3", null, say("evidence")), h("p", null, say(about.live ? "evidence.none.live" : "evidence.none"))];
  const dates = new Set(mentions.map((mention) => mention.d).filter(Boolean));
  const statuses = mentions.map((mention) => mention.s);
  const conflict = statuses.some((s) => HAPPENED.has(s)) && statuses.includes("denied");
  return [
    (dates.size > 1 || conflict) && h("p", { class: "warning" }, h("b", null, `${say("disagree")} `),
      dates.size > 1 && `${say("disagree.dates", { dates: listing.format([...dates].map((date) => dateWords(date))) })} `,
      conflict && say("disagree.held")),
    storyOf(mentions),
    correctionsOn(event, mentions),
    readouts(mentions),
    h("h3", null, say("evidence.of", { what: many(mentions.length, "passage") }), sourcesOf(mentions)),
    mentions.map((mention) => passage(mention, event)),
    correctEvent(event, mentions),
  ];
}

const articleOf = (mention) => (mention.r === undefined ? null : data.articles[mention.r]);
const sourceName = (article) => (article ? article.p || article.s || article.n : say("source.unknown"));

// Articles that print one text are one source, and so are the texts of one outlet.
const originOf = (article) => (article ? article.c || sourceName(article) : "");
function sourcesOf(mentions) {
  const articles = new Set(mentions.map((mention) => mention.r));
  const origins = new Set(mentions.map((mention) => originOf(articleOf(mention))));
  return articles.size > 1 && `, ${say("sources.independent", { n: origins.size })}`;
}

// Announced, then reported: one line for each change, in the order of publication.
function storyOf(mentions) {
  const steps = [];
  for (const mention of mentions) {
    const article = articleOf(mention);
    const last = steps.at(-1);
    if (last && last.status === mention.s && last.date === mention.d) last.sources.add(sourceName(article));
    else steps.push({ status: mention.s, date: mention.d, published: mention.k, on: article && article.d, sources: new Set([sourceName(article)]) });
  }
  if (steps.length < 2) return null;
  return [h("h3", null, say("story")), h("ol", { class: "history" }, steps.map((step) =>
    h("li", null, h("span", { class: "event-when" }, step.on ? dateWords(step.on) : say("story.undated")),
      h("span", null, h("span", { class: `sign ${step.status}`, "aria-hidden": "true" }, statusSign(step.status)), " ",
        step.date ? say("story.for", { what: pastWord(step.status), date: dateWords(step.date, step.published) }) : pastWord(step.status), h("bdi", { class: "note" }, ` ${[...step.sources].join(", ")}`)))))];
}

// The title of a source: a link where there is an address that a browser may be sent to.
const sourceLink = (article) => [
  article.u
    ? h("a", { href: article.u, rel: "noopener noreferrer nofollow", target: "_blank", title: article.u }, h("bdi", null, article.n), h("span", { class: "unseen" }, ` ${say("source.opens")}`))
    : h("bdi", null, article.n),
  article.x && h("span", { class: "address" }, ` ${say("source.address", { address: article.x })}`)];

function passage(mention, event) {
  const article = articleOf(mention);
  return h("article", { class: "passage" },
    h("blockquote", inLanguageOf(article), mention.p, h("mark", null, mention.q), mention.z),
    h("p", { class: "source" },
      h("bdi", null, h("b", null, sourceName(article))),
      article && article.d && `, ${dateWords(article.d)}`,
      languageTag(article),
      article && article.c && h("bdi", { class: "copy" }, `, ${say("source.copy", { of: article.c })}`),
      article && [". ", sourceLink(article)],
      article && h("span", { class: "also" }, " ", link(say("source.all"), `article:${article.i}`, { "aria-label": say("source.all.of", { name: article.n }) }))),
    h("p", { class: "small" }, badge(mention.s), ` · ${confidenceWord(mention.f)} (${decimal.format(mention.f)})`,
      mention.b && h("bdi", null, ` · ${say("according", { who: listing.format(mention.b) })}`)),
    corrections(mention.v),
    h("details", { class: "small" }, h("summary", null, say("read.how")),
      h("p", null, say("read.rule", { rule: mention.u, from: mention.o[0], to: mention.o[1] }),
        mention.t && `; ${say("read.date", { words: mention.t })}`, mention.d && ` (${dateWords(mention.d, mention.k)})`, ".")),
    correctPassage(mention, event));
}
