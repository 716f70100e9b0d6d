// The dialog that gives a view away: as SVG, as PDF, as a link, and an event or a pair as a card for other pages.

const publishing = { compared: false, caption: null, figure: null };

const isComparison = () => ["versus", "periods"].includes((selection() || {}).kind);
const isCardable = () => ["event", "pair"].includes((selection() || {}).kind);

function showPublish() {
  Object.assign(publishing, { compared: isComparison(), caption: null });
  byId("publish").showModal();
  return drawPublish();
}

async function drawPublish() {
  const box = byId("publish");
  const figure = await figureOf(publishing.compared, publishing.caption);
  publishing.figure = figure;
  const note = h("p", { class: "small", role: "status", id: "publish-said" });
  const choice = isComparison() && h("div", { class: "switch", role: "group", "aria-label": say("publish.shows") },
    [[true, say("publish.comparison")], [false, tabTitle(state.tab)]].map(([compared, words]) => button(words, () => {
      Object.assign(publishing, { compared, caption: null });
      drawPublish();
    }, { "aria-pressed": String(publishing.compared === compared) })));
  const caption = figure && h("textarea", { rows: 3, id: "publish-caption", on: { change: (event) => {
    publishing.caption = event.target.value;
    drawPublish();
  } } });
  if (caption) caption.value = figure.caption;
  const address = h("input", { id: "publish-link", type: "text", readonly: true, value: linkOf() });
  put(box, button("×", () => box.close(), { class: "close", "aria-label": say("close") }),
    h("h2", { id: "publish-title" }, say("publish.title")), choice,
    figure ? [h("div", { class: "preview", role: "region", tabindex: "0", "aria-label": say("publish.figure") }, figure.picture),
      h("label", null, say("publish.caption"), caption),
      h("p", { class: "actions" },
        button(say("publish.svg"), () => save(new Blob([svgText(figure.picture)], { type: "image/svg+xml" }), `${figureName()}.svg`), { class: "strong" }), " ",
        button(say("publish.pdf"), printFigure, { class: "strong" }), " ",
        h("span", { class: "small" }, say("publish.pdf.how")))]
      : h("p", { class: "void" }, say("publish.nothing")),
    h("label", null, say("publish.link"), address),
    h("p", { class: "actions" }, button(say("publish.copy"), () => copyFrom(address, note), { class: "quiet" })),
    isCardable() && [h("h3", null, say("publish.card")),
      h("p", { class: "small" }, `${say("publish.card.how")} `,
        h("code", null, `<iframe src="card.html" width="480" height="420" sandbox="allow-popups" title="${scopeName(selection()).replaceAll(/["<>&]/g, "")}"></iframe>`)),
      h("p", { class: "actions" }, button(say("publish.card.save"), async () => save(new Blob([await cardOf(selection())], { type: "text/html;charset=utf-8" }), "card.html"), { class: "strong" }))],
    note);
}

const figureName = () => (publishing.compared ? "comparison" : state.tab);

async function copyFrom(field, note) {
  try {
    await navigator.clipboard.writeText(field.value);
    note.textContent = say("copied");
  } catch {
    field.select();
    note.textContent = say("copy.press");
  }
}

// The browser's own PDF: it knows every script and has the letters for it. The page is as large as the figure.
function printFigure() {
  const { picture, wide, tall } = publishing.figure;
  // It goes there itself: a copy of it would have the names of its parts twice.
  const before = picture.parentNode;
  const sheet = h("div", { id: "sheet" }, picture);
  const rules = document.styleSheets[0];
  const at = rules.insertRule(`@page { size: ${wide}px ${tall + 1}px; margin: 0; }`, rules.cssRules.length);
  const title = document.title;
  document.body.append(sheet);
  document.body.classList.add("printing");
  addEventListener("afterprint", () => {
    before.append(picture);
    sheet.remove();
    rules.deleteRule(at);
    document.body.classList.remove("printing");
    document.title = title;
  }, { once: true });
  document.title = `${title}, ${figureName()}`;
  print();
}

// ---- cards

const cardSource = (mention) => {
  const article = articleOf(mention);
  return h("footer", null, h("bdi", null, sourceName(article)), article && article.d && `, ${dateWords(article.d)}`, languageTag(article), article && [". ", sourceLink(article)]);
};

async function cardParts({ kind, of, entry, ends }) {
  if (kind === "event") {
    const mentions = await passages(entry);
    const place = placeWords(entry);
    return [h("p", { class: "kind" }, capital(typeWord(entry.t))), h("h1", { dir: "auto" }, titleOf(entry)),
      h("p", null, labelled(capital(statusWord(entry.s)), whenWords(entry)), place && [", ", h("bdi", null, place)], "."),
      h("ul", null, entry.w.map((part) => h("li", null, h("bdi", null, data.actors[part.a].n), part.o && h("bdi", { class: "kind" }, ` ${part.o}`)))),
      entry.g && h("p", null, tell("card.about", { topics: h("bdi", null, listing.format(entry.g.map((topic) => data.topics[topic].n))) })),
      mentions.slice(0, 3).map((mention) => h("blockquote", null, h("div", inLanguageOf(articleOf(mention)), markedSentence(mention)), cardSource(mention))),
      mentions.length > 3 && h("p", { class: "kind" }, say("card.more", { n: mentions.length - 3 })),
      correctionsOn(entry, mentions)];
  }
  const [a, b] = ends;
  const here = shown.filter(inScope({ kind, of, ends }));
  return [h("p", { class: "kind" }, say(of === "actor" ? "pair.actors" : "pair.states")), h("h1", { dir: "auto" }, say("and", { a: a.n, b: b.n })),
    h("p", null, h("bdi", null, capital(contactWords(here)))),
    h("ul", null, [...oldestFirst(here)].reverse().slice(0, 8).map((event) => h("li", null, `${whenWords(event)}, `, h("bdi", null, headline(event)), h("span", { class: "kind" }, ` ${statusWord(event.s)}`)))),
    here.length > 8 && h("p", { class: "kind" }, say("card.before", { n: here.length - 8 }))];
}

const written = (element) => new XMLSerializer().serializeToString(element);

// A page of its own. What comes from outside is in text nodes and attributes, which the browser writes down; the rest is ours.
async function cardOf(chosen) {
  const body = h("article", null, await cardParts(chosen), h("p", { class: "cite" }, citation()));
  body.querySelectorAll("button").forEach((one) => one.replaceWith(...one.childNodes));
  body.querySelectorAll(".unseen").forEach((one) => one.remove());
  return `<!doctype html>
<html lang="${speech.lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${about.card.policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">${written(h("title", null, `${scopeName(chosen)} – ${document.title}`))}
<style>${about.card.style}</style></head>
<body>${written(body)}</body></html>
`;
}
