// The queue while it lies open: counts that follow, what was picked, filters that need no button.
"use strict";

(() => {
  const nav = document.querySelector("[data-live]");
  const fresh = document.querySelector("[data-fresh]");
  let source = null;
  let known = null;

  function listen() {
    if (source || document.hidden) return; // a browser opens six connections at most, and other tabs need theirs
    source = new EventSource(nav.dataset.live);
    source.addEventListener("counts", (event) => tell(JSON.parse(event.data)));
    source.addEventListener("over", () => location.reload());
  }

  function rest() {
    source?.close();
    source = null;
  }

  function tell(counts) {
    if (known && JSON.stringify(known) !== JSON.stringify(counts)) fresh.hidden = false;
    known = counts;
    for (const [view, count] of Object.entries(counts)) {
      const place = nav.querySelector(`[data-count="${view}"]`);
      if (!place) continue;
      place.textContent = place.textContent.endsWith("+") && count >= 999 ? place.textContent : String(count);
      if (view === "late") place.closest("a").classList.toggle("late", count > 0);
    }
  }

  if (nav && window.EventSource) {
    document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
    window.addEventListener("pagehide", rest);
    document.querySelector('form[action="/desk/logout"]')?.addEventListener("submit", rest); // or its end reloads this page
    listen();
  }

  const words = document.querySelector("[data-picked]");
  if (words) {
    const plain = words.textContent;
    document.addEventListener("change", () => {
      const n = document.querySelectorAll("[data-line] input:checked").length;
      words.textContent = n === 0 ? plain : (n === 1 ? words.dataset.one : words.dataset.many).replace("{n}", n);
    });
  }

  document.querySelector("[data-sift]")?.addEventListener("change", (event) => event.currentTarget.requestSubmit());
})();
