// The duty board asks for itself every ten seconds; without this file its Refresh link does.
(function () {
  "use strict";
  const LATE = 35000; // three polls missed
  const board = () => document.getElementById("duty-board");
  let heard = Date.now();

  // Rows never move under a reader's hand or eye: no news while one has the focus or the pointer.
  function busy() {
    const rows = board().querySelector("table");
    return document.hidden || (rows && (rows.matches(":hover") || rows.contains(document.activeElement)));
  }
  document.addEventListener("htmx:beforeRequest", (e) => { if (e.detail.elt === board() && busy()) e.preventDefault(); });
  document.addEventListener("htmx:afterSettle", () => { heard = Date.now(); mark(); });

  function mark() {
    const live = board() && board().querySelector(".live");
    if (live) live.classList.toggle("stale", Date.now() - heard > LATE);
  }
  setInterval(mark, 5000);
})();
