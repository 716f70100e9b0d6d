// The query page: the editor, what it gives, and a link that leads back to it.
(() => {
  "use strict";
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.getElementById("ask"), area = document.getElementById("query");
    const section = document.getElementById("result"), link = document.getElementById("permalink");
    let text = () => area.value, mark = () => {};
    if (window.Yasqe) {
      const place = document.createElement("div");
      area.after(place);
      area.hidden = true;
      const yasqe = new window.Yasqe(place, {
        value: area.value, persistenceId: null, showQueryButton: false, resizeable: true, createShareableLink: null,
        autocompleters: ["variables"], requestConfig: { endpoint: "/sparql" }, queryingDisabled: undefined,
        extraKeys: { "Ctrl-Enter": () => form.requestSubmit(), "Cmd-Enter": () => form.requestSubmit() },
      });
      // The server knows the usual prefixes: the editor, too, so that it marks no error where there is none.
      const mode = yasqe.getMode(), begin = mode.startState, known = JSON.parse(area.dataset.prefixes);
      mode.startState = (...given) => {
        const state = begin.apply(mode, given);
        state.prefixes = { ...known, ...state.prefixes };
        return state;
      };
      yasqe.setValue(area.value);
      yasqe.getInputField().setAttribute("aria-label", "Query");
      text = () => yasqe.getValue();
      mark = (line, column) => { if (line) { yasqe.setCursor({ line: line - 1, ch: Math.max(0, column - 1) }); yasqe.focus(); } };
    }
    const address = () => "/query?" + new URLSearchParams({ query: text() });
    link.addEventListener("click", () => { link.href = address(); });
    let running = null;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (running) running.abort();
      running = new AbortController();
      history.replaceState(null, "", address());
      link.href = address();
      section.textContent = "…";
      try {
        const answer = await fetch("/sparql", {
          method: "POST", signal: running.signal, body: text(),
          headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.9" },
        });
        if (!answer.ok) {
          window.kgResults.fail(section, await answer.text());
          mark(Number(answer.headers.get("X-Error-Line")), Number(answer.headers.get("X-Error-Column")));
        } else if (/json/.test(answer.headers.get("Content-Type"))) {
          window.kgResults.show(section, await answer.json());
        } else {
          const pre = document.createElement("pre");
          pre.textContent = await answer.text();
          section.replaceChildren(pre);
        }
      } catch (error) {
        if (error.name !== "AbortError") window.kgResults.fail(section, "The server does not answer: " + error.message);
      }
    });
    if (new URLSearchParams(location.search).has("query")) form.requestSubmit();
  });
})();
