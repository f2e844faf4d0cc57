// The duty board asks for itself every ten seconds; without this file its Refresh link does.
(function () {
  "use strict";
  const LATE = 35000, ENDING = 180; // three polls missed; seconds before the session ends
  const id = (name) => document.getElementById(name);
  const board = () => id("duty-board");
  const feed = id("duty-feed"), shows = id("duty-show"), heardAt = id("duty-heard"), stale = id("duty-stale"), ending = id("duty-ending");
  if (!feed) return;
  let heard = Date.now(), ended = false, wanted = false, active = false;
  const fill = (pattern, values) => pattern.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  const clock = (at) => new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: feed.dataset.zone }).format(at);
  const ofBoard = (e) => e.detail.elt === board();

  // Somebody is there: only then does asking keep the session alive.
  ["keydown", "pointermove", "pointerdown"].forEach((name) => document.addEventListener(name, () => { active = true; }, { passive: true }));
  document.addEventListener("htmx:configRequest", (e) => { if (ofBoard(e) && active) { e.detail.headers["X-Active"] = "1"; active = false; } });

  // Something moved that this reader doesn't see: the same board is known by another version from now on.
  let known = null;
  document.addEventListener("htmx:configRequest", (e) => { if (ofBoard(e) && known) e.detail.path = e.detail.path.replace(/known=[^&]*/, "known=" + known); });
  document.addEventListener("htmx:afterRequest", (e) => { if (ofBoard(e)) known = e.detail.xhr.getResponseHeader("X-Known") || known; });
  document.addEventListener("htmx:afterSwap", (e) => { if (e.detail.target.id === "duty-board") known = null; });

  // A hidden tab does not ask; it does as soon as it is seen again.
  document.addEventListener("htmx:beforeRequest", (e) => { if (ofBoard(e) && (document.hidden || ended)) e.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  function ask() { window.htmx.trigger(board(), "board:show"); }

  // Rows never move under a reader's hand or eye: while one has the focus or the pointer, news wait behind a button.
  function busy() {
    const rows = board().querySelector("table");
    return rows && (rows.matches(":hover") || rows.contains(document.activeElement));
  }
  document.addEventListener("htmx:beforeSwap", (e) => {
    if (e.detail.requestConfig.elt !== board()) return; // its own elt is the target
    if (new URL(e.detail.xhr.responseURL || location.href).pathname.startsWith("/accounts/")) { ended = true; mark(); return; }
    if (e.detail.xhr.status !== 200 || wanted || !busy()) return;
    e.detail.shouldSwap = false;
    shows.textContent = fill(feed.dataset.news, { n: e.detail.xhr.getResponseHeader("X-New") || "" });
    shows.hidden = false;
  });
  shows.addEventListener("click", () => { wanted = true; ask(); });

  document.addEventListener("htmx:afterRequest", (e) => {
    const status = e.detail.xhr.status, left = e.detail.xhr.getResponseHeader("X-Session-Left");
    if (ended || !(status === 200 || status === 204)) return;
    heard = Date.now();
    if (left !== null) ending.hidden = Number(left) > ENDING;
    mark();
  });
  document.addEventListener("htmx:afterSwap", (e) => {
    if (e.detail.target.id !== "duty-board") return;
    if (wanted) board().focus();
    wanted = false;
    shows.hidden = true;
  });

  // Sound: for a new flash only, off unless somebody turned it on; the choice is kept on this machine.
  const sound = id("duty-sound");
  let flash = Number(feed.dataset.flash), tones = null;
  const on = () => sound.getAttribute("aria-pressed") === "true";
  function choose(wish) {
    sound.setAttribute("aria-pressed", String(wish));
    sound.querySelector("span").textContent = wish ? sound.dataset.on : sound.dataset.off;
    try { localStorage.setItem("duty-sound", wish ? "on" : "off"); } catch { /* kept for this page only */ }
  }
  function ring() {
    tones = tones || new AudioContext();
    [0, 0.3, 0.6].forEach((after) => {
      const tone = tones.createOscillator();
      tone.frequency.value = 880;
      tone.connect(tones.destination);
      tone.start(tones.currentTime + after);
      tone.stop(tones.currentTime + after + 0.15);
    });
    document.dispatchEvent(new Event("duty:rang"));
  }
  sound.addEventListener("click", () => { choose(!on()); if (on()) ring(); });
  sound.hidden = false;
  let kept = "off";
  try { kept = localStorage.getItem("duty-sound"); } catch { /* a browser that keeps nothing */ }
  choose(kept === "on");
  document.addEventListener("htmx:afterRequest", (e) => {
    const now = e.detail.xhr.getResponseHeader("X-Flash");
    if (now === null) return;
    if (Number(now) > flash && on()) ring();
    flash = Number(now);
  });

  function mark() {
    const late = ended || Date.now() - heard > LATE;
    feed.querySelector(".live").classList.toggle("stale", late);
    heardAt.textContent = fill(feed.dataset.live, { time: clock(heard) });
    if (late && stale.hidden) stale.querySelector("span").textContent = fill(stale.dataset.words, { time: clock(heard) });
    stale.hidden = !late;
  }
  setInterval(mark, 5000);
})();
