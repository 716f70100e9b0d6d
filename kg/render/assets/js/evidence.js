// One event: what is known, who says so, and in which words.

function eventPanel(event) {
  const box = h("div", null, h("p", { class: "small" }, "Reading the passages …"));
  passages(event).then(
    (mentions) => {
      put(box, passagesOf(event, mentions));
      showSought(event, box);
    },
    (error) => put(box, h("p", null, about.live ? `The passages could not be loaded: ${error.message}` : "The passages in this file could not be read by this browser.")));
  const place = placeWords(event);
  const country = event.c !== undefined && data.polities[event.c];
  const around = state.within && resolve(state.within);
  return [
    around && h("p", { class: "trail" }, "← ", link(scopeName(around), state.within)),
    panelHead(capital(typeWord(event.t)), event.n),
    h("p", { class: "lead" }, badge(event.s), " ", capital(whenWords(event)), place && [", ",
      event.l === undefined ? h("bdi", null, place) : link(place, `place:${data.places[event.l].i}`)],
    country && country.n !== place && [", ", link(country.n, `state:${country.i}`)], "."),
    h("h3", null, "Who"),
    h("ul", { class: "people" }, event.w.map((part) => participant(part)),
      !event.w.length && h("li", null, "No participant is named.")),
    event.g && [h("h3", null, "About"), h("ul", { class: "chips" }, event.g.map((topic) =>
      h("li", null, link(data.topics[topic].n, `topic:${data.topics[topic].i}`, { class: "chip" }))))],
    h("p", { class: "small" }, `Confidence ${decimal.format(event.f)}: ${confidenceWord(event.f)}.`,
      event.x && ` CAMEO and PLOVER: ${event.x.join(", ")}.`),
    box,
  ];
}

function participant(part) {
  const actor = data.actors[part.a];
  const own = part.c === undefined ? stateOf(actor) : data.polities[part.c];
  const notes = [part.o, own && own.n !== actor.n && own.n, part.f !== "participant" && spaced(part.f)].filter(Boolean);
  return h("li", null, link(actor.n, `actor:${actor.i}`), notes.length > 0 && h("bdi", { class: "note" }, ` ${notes.join(", ")}`));
}

function passagesOf(event, mentions) {
  if (!mentions.length) return [h("h3", null, "Evidence"), h("p", null, `${about.live ? "The graph" : "This file"} has no passage for this event.`)];
  const dates = new Set(mentions.map((mention) => mention.d).filter(Boolean));
  const statuses = mentions.map((mention) => mention.s);
  const conflict = statuses.some((s) => HAPPENED.has(s)) && statuses.includes("denied");
  return [
    (dates.size > 1 || conflict) && h("p", { class: "warning" }, h("b", null, "Sources disagree. "),
      dates.size > 1 && `Dates: ${listing.format([...dates].map((date) => dateWords(date)))}. `,
      conflict && "Some say it took place, some deny it."),
    storyOf(mentions),
    correctionsOn(event, mentions),
    readouts(mentions),
    h("h3", null, `Evidence: ${many(mentions.length, "passage")}`, sourcesOf(mentions)),
    mentions.map((mention) => passage(mention, event)),
    correctEvent(event, mentions),
  ];
}

const articleOf = (mention) => (mention.r === undefined ? null : data.articles[mention.r]);
const sourceName = (article) => (article ? article.p || article.s || article.n : "unknown source");

// Articles that print one text are one source, and so are the texts of one outlet.
const originOf = (article) => (article ? article.c || sourceName(article) : "unknown source");
function sourcesOf(mentions) {
  const articles = new Set(mentions.map((mention) => mention.r));
  const origins = new Set(mentions.map((mention) => originOf(articleOf(mention))));
  return articles.size > 1 && `, ${origins.size === 1 ? "one source" : `${number.format(origins.size)} independent sources`}`;
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
  return [h("h3", null, "How it was reported"), h("ol", { class: "history" }, steps.map((step) =>
    h("li", null, h("span", { class: "event-when" }, step.on ? dateWords(step.on) : "undated source"),
      h("span", null, h("span", { class: `sign ${step.status}`, "aria-hidden": "true" }, statusSign(step.status)), " ",
        STATUSES[step.status] ? STATUSES[step.status].past : statusWord(step.status),
        step.date && ` for ${dateWords(step.date, step.published)}`, h("bdi", { class: "note" }, ` ${[...step.sources].join(", ")}`)))))];
}

// The title of a source: a link where there is an address that a browser may be sent to.
const sourceLink = (article) => [
  article.u
    ? h("a", { href: article.u, rel: "noopener noreferrer nofollow", target: "_blank", title: article.u }, h("bdi", null, article.n), h("span", { class: "unseen" }, " (opens the source in a new tab)"))
    : h("bdi", null, article.n),
  article.x && h("span", { class: "address" }, ` Address, not a web link: ${article.x}`)];

function passage(mention, event) {
  const article = articleOf(mention);
  return h("article", { class: "passage" },
    h("blockquote", { dir: "auto" }, mention.p, h("mark", null, mention.q), mention.z),
    h("p", { class: "source" },
      h("bdi", null, h("b", null, sourceName(article))),
      article && article.d && `, ${dateWords(article.d)}`,
      article && article.c && h("bdi", { class: "copy" }, `, prints the text of ${article.c}`),
      article && [". ", sourceLink(article)],
      article && h("span", { class: "also" }, " ", link("All it reports", `article:${article.i}`, { "aria-label": `All that ${article.n} reports` }))),
    h("p", { class: "small" }, badge(mention.s), ` · ${confidenceWord(mention.f)} (${decimal.format(mention.f)})`,
      mention.b && h("bdi", null, ` · according to ${listing.format(mention.b)}`)),
    corrections(mention.v),
    h("details", { class: "small" }, h("summary", null, "How it was read"),
      h("p", null, `Rule ${mention.u}; characters ${number.format(mention.o[0])} to ${number.format(mention.o[1])} of the article`,
        mention.t && `; date from the words “${mention.t}”`, mention.d && ` (${dateWords(mention.d, mention.k)})`, ".")),
    correctPassage(mention, event));
}
