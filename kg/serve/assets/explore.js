// In the explorer over the live store: a way to what the graph has beyond the events that are loaded.
(() => {
  "use strict";
  const BASE = "https://w3id.org/diplokg/";
  const bar = document.createElement("nav"), link = document.createElement("a"), home = document.createElement("a");
  bar.id = "live";
  bar.setAttribute("aria-label", "Live store");
  bar.style.cssText = "position:fixed;left:50%;bottom:8px;transform:translateX(-50%);z-index:9;background:Canvas;color:CanvasText;border:1px solid;border-radius:6px;padding:4px 12px;font:14px system-ui;display:flex;gap:14px";
  home.href = "/";
  home.textContent = "All pages";
  bar.append(link, home);
  const look = () => {
    const chosen = decodeURIComponent((/[#&]select=([^&]*)/.exec(location.hash) || [])[1] || "");
    const local = (/((?:person|country|org|role|topic|place)\/[^\s|]+)/.exec(chosen) || [])[1];
    link.hidden = !local;
    if (!local) return;
    link.href = "/explore?node=" + encodeURIComponent(BASE + local) + "#select=" + encodeURIComponent(chosen);
    link.textContent = "Load everything on this from the store";
  };
  document.body.append(bar);
  addEventListener("hashchange", look);
  setInterval(look, 500);
  look();
})();
