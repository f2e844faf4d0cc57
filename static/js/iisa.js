// Keys, clocks and focus. Every page works without this file.
(function () {
  "use strict";
  const body = document.body;
  const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]");
  const rows = () => Array.from(document.querySelectorAll("main .data tbody tr")).filter((r) => r.querySelector("a.main"));
  const go = (selector) => { const a = document.querySelector(selector); if (a) a.click(); return !!a; };
  let current = -1, pending = false;

  function select(step) {
    const list = rows();
    if (!list.length) return;
    current = Math.max(0, Math.min(list.length - 1, current + step));
    list.forEach((r, i) => r.toggleAttribute("aria-selected", i === current));
    list[current].setAttribute("aria-selected", "true");
    list[current].querySelector("a.main").focus();
  }
  const keys = {
    j: () => select(1), k: () => select(-1),
    x: () => { const list = rows(); const box = list[current] && list[current].querySelector("input[type=checkbox]"); if (box) box.click(); },
    f: () => { const f = document.querySelector("main input[type=search]"); if (f) f.focus(); },
    "/": () => { const o = document.getElementById("omni"); if (o) o.focus(); },
    "[": () => go("a[rel=prev]"), "]": () => go("a[rel=next]"),
    "?": () => { const d = document.getElementById("keys"); if (d && !d.open) d.showModal(); },
    g: () => { pending = true; },
  };
  document.addEventListener("keydown", (e) => {
    const form = e.target.closest("form");
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && form) { form.requestSubmit(); return; }
    if (e.key === "k" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); keys["/"](); return; }
    if (typing(e) || e.ctrlKey || e.metaKey || e.altKey || body.dataset.shortcuts === "off") return;
    if (pending) { pending = false; if (go('[data-go="' + CSS.escape(e.key) + '"]')) e.preventDefault(); return; }
    const list = rows();
    const inRow = list[current] && list[current].querySelector('[data-key="' + CSS.escape(e.key) + '"]');
    if (inRow) { e.preventDefault(); inRow.click(); return; }
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); return; }
    if (go('main [data-key="' + CSS.escape(e.key) + '"]')) e.preventDefault();
  });

  function words(ms) {
    const over = ms < 0, m = Math.floor(Math.abs(ms) / 60000), h = Math.floor(m / 60), d = Math.floor(h / 24);
    return { over: over, text: m < 60 ? m + " min" : h < 24 ? h + " h " + (m % 60) + " min" : null, days: d };
  }
  // The server's words win; between two polls only minutes and hours are counted down, in English.
  function tick() {
    const now = Date.now();
    document.querySelectorAll("[data-clock]").forEach((b) => {
      b.textContent = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: b.dataset.clock }).format(now);
    });
    if (document.documentElement.lang !== "en") return;
    document.querySelectorAll("[data-due]").forEach((t) => {
      const w = words(Date.parse(t.dateTime) - now);
      if (w.text) t.textContent = w.text + (w.over ? " over" : " left");
      t.classList.toggle("over", w.over);
    });
  }
  setInterval(tick, 60000);

  function focus(root) { const f = root.querySelector("[data-focus]"); if (f) f.focus(); }
  focus(document);
  document.addEventListener("htmx:afterSettle", (e) => { focus(e.detail.elt); tick(); });
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.dataset.sent) { e.preventDefault(); return; }
    if (form.method === "post") { form.dataset.sent = "1"; form.setAttribute("aria-busy", "true"); }
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => { delete f.dataset.sent; f.removeAttribute("aria-busy"); }));
  window.addEventListener("beforeunload", (e) => {
    const dirty = Array.from(document.querySelectorAll("form[data-guard]:not([data-sent])")).some((f) =>
      Array.from(f.elements).some((i) => i.type !== "hidden" && i.defaultValue !== undefined && i.tagName !== "SELECT" && i.type !== "checkbox" && i.type !== "radio" && i.type !== "file" && i.value !== i.defaultValue));
    if (dirty) e.preventDefault();
  });
})();
