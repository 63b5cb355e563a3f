// The hall works without this file. It keeps the last bill readable offline and follows what is under way.
(() => {
  if ("serviceWorker" in navigator && window.isSecureContext)
    addEventListener("load", () => navigator.serviceWorker.register("/sw.js"));

  // A page that follows something says how often: it is fetched again until it no longer asks.
  const follow = () => {
    const main = document.querySelector("main [data-follow]");
    if (!main) return;
    setTimeout(async () => {
      const answer = await fetch(location.href, { headers: { "X-Follow": "1" } }).catch(() => null);
      if (answer && answer.redirected) { location.assign(answer.url); return; } // what was waited for has come
      if (answer && answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
        if (page) document.querySelector("main").innerHTML = page.innerHTML;
      }
      follow();
    }, Number(main.dataset.follow) * 1000);
  };
  follow();

  // A second press of the same button sends nothing twice (the server would know it too; this spares the wait).
  addEventListener("submit", e => {
    if (e.defaultPrevented) return;
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    e.target.dataset.sent = "1";
    setTimeout(() => delete e.target.dataset.sent, 8000);
  });
  // Coming back by the browser's own memory: forms may be sent again.
  addEventListener("pageshow", e => { if (e.persisted) document.querySelectorAll("form[data-sent]").forEach(f => delete f.dataset.sent); });

  // "/" goes to the search field, as desks are used to.
  document.addEventListener("keydown", e => {
    const find = e.key === "/" && !e.ctrlKey && !e.metaKey && !e.altKey && !e.target.closest("input, select, textarea") && document.querySelector("[data-find]");
    if (find) { e.preventDefault(); find.focus(); }
  });

  document.addEventListener("click", e => { if (e.target.closest("[data-print]")) print(); });
})();
