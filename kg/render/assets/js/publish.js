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
  const choice = isComparison() && h("div", { class: "switch", role: "group", "aria-label": "What the figure shows" },
    [[true, "The comparison"], [false, TAB_TITLES[state.tab]]].map(([compared, words]) => button(words, () => {
      Object.assign(publishing, { compared, caption: null });
      drawPublish();
    }, { "aria-pressed": String(publishing.compared === compared) })));
  const caption = figure && h("textarea", { rows: 3, id: "publish-caption", on: { change: (event) => {
    publishing.caption = event.target.value;
    drawPublish();
  } } });
  if (caption) caption.value = figure.caption;
  const address = h("input", { id: "publish-link", type: "text", readonly: true, value: linkOf() });
  put(box, button("×", () => box.close(), { class: "close", "aria-label": "Close" }),
    h("h2", { id: "publish-title" }, "Publish this view"), choice,
    figure ? [h("div", { class: "preview", role: "region", tabindex: "0", "aria-label": "The figure" }, figure.picture),
      h("label", null, "Caption", caption),
      h("p", { class: "actions" },
        button("Save as SVG", () => save(new Blob([svgText(figure.picture)], { type: "image/svg+xml" }), `${figureName()}.svg`), { class: "strong" }), " ",
        button("Save as PDF", printFigure, { class: "strong" }), " ",
        h("span", { class: "small" }, "PDF: choose “Save as PDF” where the browser asks for a printer; lines and letters stay sharp."))]
      : h("p", { class: "void" }, "There is nothing to draw here."),
    h("label", null, "A link that restores this view", address),
    h("p", { class: "actions" }, button("Copy the link", () => copyFrom(address, note), { class: "quiet" })),
    isCardable() && [h("h3", null, "A card for another page"),
      h("p", { class: "small" }, "One file without a script, with what is known and the sentences behind it. Put it beside your page, and this where it is to stand: ",
        h("code", null, `<iframe src="card.html" width="480" height="420" sandbox="allow-popups" title="${scopeName(selection()).replaceAll(/["<>&]/g, "")}"></iframe>`)),
      h("p", { class: "actions" }, button("Save the card", async () => save(new Blob([await cardOf(selection())], { type: "text/html;charset=utf-8" }), "card.html"), { class: "strong" }))],
    note);
}

const figureName = () => (publishing.compared ? "comparison" : state.tab);

async function copyFrom(field, note) {
  try {
    await navigator.clipboard.writeText(field.value);
    note.textContent = "Copied.";
  } catch {
    field.select();
    note.textContent = "Press Ctrl+C to copy what is marked.";
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
  return h("footer", null, h("bdi", null, sourceName(article)), article && article.d && `, ${dateWords(article.d)}`, article && [". ", sourceLink(article)]);
};

async function cardParts({ kind, of, entry, ends }) {
  if (kind === "event") {
    const mentions = await passages(entry);
    const place = placeWords(entry);
    return [h("p", { class: "kind" }, capital(typeWord(entry.t))), h("h1", { dir: "auto" }, entry.n),
      h("p", null, `${capital(statusWord(entry.s))}: ${whenWords(entry)}`, place && [", ", h("bdi", null, place)], "."),
      h("ul", null, entry.w.map((part) => h("li", null, h("bdi", null, data.actors[part.a].n), part.o && h("bdi", { class: "kind" }, ` ${part.o}`)))),
      entry.g && h("p", null, "About ", h("bdi", null, listing.format(entry.g.map((topic) => data.topics[topic].n))), "."),
      mentions.slice(0, 3).map((mention) => h("blockquote", { dir: "auto" }, markedSentence(mention), cardSource(mention))),
      mentions.length > 3 && h("p", { class: "kind" }, `And ${many(mentions.length - 3, "passage")} more.`),
      correctionsOn(entry, mentions)];
  }
  const [a, b] = ends;
  const here = shown.filter(inScope({ kind, of, ends }));
  return [h("p", { class: "kind" }, of === "actor" ? "Two actors" : "Two states"), h("h1", { dir: "auto" }, `${a.n} and ${b.n}`),
    h("p", null, h("bdi", null, capital(contactWords(here)))),
    h("ul", null, [...oldestFirst(here)].reverse().slice(0, 8).map((event) => h("li", null, `${whenWords(event)}, `, h("bdi", null, headline(event)), h("span", { class: "kind" }, ` ${statusWord(event.s)}`)))),
    here.length > 8 && h("p", { class: "kind" }, `And ${many(here.length - 8, "event")} before.`)];
}

const written = (element) => new XMLSerializer().serializeToString(element);

// A page of its own. What comes from outside is in text nodes and attributes, which the browser writes down; the rest is ours.
async function cardOf(chosen) {
  const body = h("article", null, await cardParts(chosen), h("p", { class: "cite" }, citation()));
  body.querySelectorAll("button").forEach((one) => one.replaceWith(...one.childNodes));
  body.querySelectorAll(".unseen").forEach((one) => one.remove());
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${about.card.policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">${written(h("title", null, `${scopeName(chosen)} – ${document.title}`))}
<style>${about.card.style}</style></head>
<body>${written(body)}</body></html>
`;
}
