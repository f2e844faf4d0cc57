// Keys, clocks, live parts and focus. Every page works without this file.
(function () {
  "use strict";
  const body = document.body;
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const one = (selector) => document.querySelector(selector);
  const press = (selector) => { const found = one(selector); if (found) found.click(); return !!found; };

  // Rows: j and k move along tables and task lists; Enter opens, since the row's link has the focus.
  let current = -1;
  const rows = () => all("main .data tbody tr, main .tasks li").filter((row) => row.querySelector("a.main, div > a"));
  const rowOfFocus = (list) => list.findIndex((row) => row.contains(document.activeElement));
  function move(step) {
    const list = rows();
    if (!list.length) return;
    const at = rowOfFocus(list);
    current = Math.max(0, Math.min(list.length - 1, (at < 0 ? current : at) + step));
    list.forEach((row, i) => i === current ? row.setAttribute("aria-selected", "true") : row.removeAttribute("aria-selected"));
    list[current].querySelector("a.main, div > a").focus();
  }
  const inRow = (selector) => { const list = rows(), at = rowOfFocus(list), row = list[at < 0 ? current : at]; return row ? row.querySelector(selector) : null; };

  // Keys. Single letters can be turned off (WCAG 2.1.4); never while typing.
  const single = {
    j: () => move(1), k: () => move(-1),
    x: () => { const box = inRow("input[type=checkbox]"); if (box) box.click(); },
    f: () => { const field = one("main input[type=search]"); if (field) field.focus(); },
    "/": search, "?": sheet,
    "[": () => press("a[rel=prev]"), "]": () => press("a[rel=next]"),
    g: () => { going = true; setTimeout(() => { going = false; }, 1500); },
  };
  let going = false;
  function search() { const field = one("#omni"); if (field) { field.focus(); field.select(); } }
  function sheet() {
    const dialog = one("#keys");
    if (!dialog || dialog.open) return;
    const list = dialog.querySelector("[data-page-keys]");
    const named = new Set(), once = (target) => !named.has(target.dataset.key) && named.add(target.dataset.key);
    list.replaceChildren(...all("main [data-key]").filter(once).flatMap((target) => {
      const key = document.createElement("kbd"), term = document.createElement("dt"), words = document.createElement("dd");
      const text = target.cloneNode(true);
      all("kbd, .vh", text).forEach((part) => part.remove());
      key.textContent = target.dataset.key;
      words.textContent = text.textContent.trim();
      term.append(key);
      return [term, words];
    }));
    dialog.showModal();
  }
  const typing = (target) => target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
  document.addEventListener("keydown", (e) => {
    const command = e.ctrlKey || e.metaKey, form = e.target.closest("form");
    if (command && e.key === "Enter" && form) { form.requestSubmit(); return; }
    if (command && e.key === "k") { e.preventDefault(); search(); return; }
    if (e.key === "Escape") { closeOpen(e); return; }
    if (typing(e.target) || command || e.altKey || body.dataset.shortcuts === "off" || one("dialog[open]")) return;
    const name = CSS.escape(e.key);
    let done = true;
    if (going) { going = false; done = press('[data-go="' + name + '"]'); }
    else if (inRow('[data-key="' + name + '"]')) inRow('[data-key="' + name + '"]').click();
    else if (press('main [data-key="' + name + '"]')) done = true;
    else if (Object.hasOwn(single, e.key)) single[e.key]();
    else done = false;
    if (done) e.preventDefault();
  });

  // Open lists close with Escape and with a click elsewhere.
  const opened = () => all("details[open]:is(.menu, .facet)");
  function closeOpen(e) {
    const list = opened();
    if (!list.length) return;
    e.preventDefault();
    list.forEach((details) => { details.open = false; });
    list[list.length - 1].querySelector("summary").focus();
  }
  document.addEventListener("click", (e) => opened().forEach((details) => { if (!details.contains(e.target)) details.open = false; }));

  // Time: the server's words win; between two of its answers the minutes are counted here, in its wording.
  const words = JSON.parse(body.dataset.words || "null");
  const fill = (pattern, values) => pattern.replace(/%\((\w+)\)[sd]/g, (_, name) => values[name]);
  function left(ms) {
    const minutes = Math.floor(Math.abs(ms) / 60000), hours = Math.floor(minutes / 60);
    if (hours >= 24) return null;
    const time = hours ? fill(words.hours, { h: hours, m: minutes % 60 }) : fill(words.minutes, { n: minutes });
    return fill(ms < 0 ? words.over : words.left, { time: time });
  }
  function recount(time, now) {
    const until = Date.parse(time.dateTime), since = Date.parse(time.dataset.since), text = left(until - now);
    if (text) time.textContent = text;
    const used = since ? Math.max(0, Math.min(100, Math.floor((now - since) / (until - since) * 20) * 5)) : 0;
    const over = now >= until;
    time.className = "due u-" + (over ? 100 : used) + (over ? " over" : used >= 70 ? " soon" : "");
  }
  function tick() {
    const now = Date.now();
    all("[data-clock]").forEach((clock) => {
      clock.textContent = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.clock }).format(now);
    });
    if (words) all("time[data-due]").forEach((time) => recount(time, now));
  }
  setTimeout(() => { tick(); setInterval(tick, 60000); }, 60000 - Date.now() % 60000);

  // On a narrow window the menu is a bar that scrolls: show where one is.
  all(".side [aria-current]").forEach((entry) => { const bar = entry.closest(".side"); bar.scrollLeft += entry.getBoundingClientRect().left - bar.getBoundingClientRect().left - 16; });

  // Focus: where the server says it belongs after a page or a part of it is new.
  function focus(root) { const target = root.querySelector("[data-focus]"); if (target) target.focus(); }
  focus(document);

  // htmx: what failed is said, a feed that went quiet turns amber, an ended session loses no text.
  let missed = 0;
  const show = (id) => { const note = one(id); if (note) note.hidden = false; };
  document.addEventListener("htmx:afterSettle", (e) => focus(e.detail.elt));
  document.addEventListener("htmx:beforeSwap", (e) => {
    if (!new URL(e.detail.xhr.responseURL || location.href).pathname.startsWith("/accounts/")) return;
    e.detail.shouldSwap = false;
    show("#signed-out");
  });
  document.addEventListener("htmx:afterRequest", (e) => {
    const request = e.detail, status = request.xhr.status, polled = /every/.test(request.elt.getAttribute("hx-trigger"));
    const form = request.elt.closest("form");
    if (form) released(form);
    if (polled) missed = status > 0 && status < 400 ? 0 : missed + 1;
    all(".live:not([data-own])").forEach((feed) => feed.classList.toggle("stale", missed >= 3));
    if (!polled && !(status > 0 && status < 400) && ![409, 412, 422].includes(status)) show("#trouble");
  });

  // A proposed office is added to what was typed; without this file the link fills in the form anew.
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-add]"), field = link && document.getElementById(link.dataset.to);
    if (!field) return;
    e.preventDefault();
    const known = field.value.split(",").map((word) => word.trim()).filter(Boolean);
    if (!known.includes(link.dataset.add)) known.push(link.dataset.add);
    field.value = known.join(", ");
    field.focus();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // A form is sent once; what was typed and not sent is not left by accident.
  function released(form) { delete form.dataset.sent; form.removeAttribute("aria-busy"); }
  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (form.dataset.sent) { e.preventDefault(); return; }
    if (form.method !== "post") return;
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
    setTimeout(() => released(form), 10000);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(released));
  window.addEventListener("beforeunload", (e) => {
    const typed = (field) => /^(text|email|tel|url|search|number|date|textarea)$/.test(field.type) && field.value !== field.defaultValue;
    if (all("form[data-guard]:not([data-sent])").some((form) => Array.from(form.elements).some(typed))) e.preventDefault();
  });
})();
