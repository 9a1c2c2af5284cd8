// What the pages do beyond links and forms. Everything here only adds: without it each act
// is still a link to follow or a form to send. One listener per event on the document, so
// fragments that htmx swaps in need no wiring. docs/design.md lists the data attributes.
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];

  if (/android/i.test(navigator.userAgent)) root.dataset.platform = "android";

  /** Says one sentence to screen readers, without moving focus. */
  function say(text) {
    const live = $("#live");
    if (!live || !text) return;
    live.textContent = "";
    requestAnimationFrame(() => { live.textContent = text; });
  }

  // Dialogs. <a href="/…/invite" data-dialog> opens the page's [data-dialog-content] as a modal.
  // Closing sends nothing; the browser returns focus to the link (R1.4).

  const modal = () => $("#modal");

  async function openDialog(link) {
    const dialog = modal();
    const body = $("#modal-body");
    await htmx.ajax("GET", link.href, { source: link, target: body, swap: "innerHTML ignoreTitle:true", select: "[data-dialog-content]" });
    if (!$("[data-dialog-content]", body)) return location.assign(link.href);
    const title = $("h1, h2", body);
    if (title) {
      title.id ||= "modal-title";
      dialog.setAttribute("aria-labelledby", title.id);
    }
    if (!dialog.open) dialog.showModal();
    ($("[autofocus]", body) ?? $("input:checked, input:not([type=hidden]), textarea, select", body) ?? dialog).focus();
  }

  // A link that came in place of a button and is to be followed at once: one click was not enough (R1.2).
  document.addEventListener("htmx:after:swap", () => {
    const link = $("a[data-dialog-now]");
    if (!link) return;
    link.removeAttribute("data-dialog-now");
    link.click();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain && modal() && window.htmx) {
      event.preventDefault();
      openDialog(link).catch(() => location.assign(link.href));
      return;
    }
    const closer = event.target.closest("[data-dialog-close]");
    const dialog = closer?.closest("dialog");
    if (dialog) {
      event.preventDefault();
      dialog.close();
    }
  });

  // A press on the backdrop closes too; one that began inside (selecting text) does not.
  document.addEventListener("pointerdown", (event) => {
    if (!(event.target instanceof HTMLDialogElement) || !event.target.open) return;
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  });

  document.addEventListener("close", (event) => {
    if (event.target === modal()) $("#modal-body").replaceChildren();
  }, true);

  // The server ends a dialog with `HX-Trigger: kith:close-dialog`.
  document.addEventListener("kith:close-dialog", () => modal()?.close());

  // Notes. Counted as people count: by grapheme, after trimming. Never cut (R1.6).

  const segments = "Segmenter" in Intl ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null;
  const graphemes = (text) => [...(segments ? segments.segment(text) : text)].length;

  function count(area) {
    const shown = document.getElementById(area.dataset.counter);
    const max = Number(area.dataset.max);
    if (!shown || !max) return;
    const used = graphemes(area.value.trim());
    const over = used > max;
    shown.textContent = `${used}/${max}`;
    if (over && !("over" in shown.dataset)) say(shown.dataset.overText);
    shown.toggleAttribute("data-over", over);
  }

  // Facts and starters. A button puts its sentence at the caret, once; pressing it again takes
  // an unedited sentence out again, and the browser's own undo works as well (R2.8).

  function put(area, text) {
    area.focus();
    // The only way in that the browser's undo knows of; the other is for browsers without it.
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-insert]");
    const area = button && document.getElementById(button.dataset.into);
    if (!area) return;
    const sentence = button.dataset.insert;
    const at = area.value.indexOf(sentence);
    if (button.getAttribute("aria-pressed") === "true") {
      if (at < 0) return;
      area.setSelectionRange(at, at + sentence.length + (area.value[at + sentence.length] === " " ? 1 : 0));
      area.focus();
      if (!document.execCommand("delete")) area.setRangeText("");
      button.setAttribute("aria-pressed", "false");
    } else {
      const before = area.value.slice(0, area.selectionStart);
      put(area, (before && !/\s$/.test(before) ? " " : "") + sentence);
      button.setAttribute("aria-pressed", "true");
      const gap = /\[[^\]]+\]/.exec(area.value);
      if (gap) area.setSelectionRange(gap.index, gap.index + gap[0].length);
    }
    count(area);
  });

  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!(area instanceof HTMLTextAreaElement)) return;
    if (area.dataset.counter) count(area);
    if (!/^history/.test(event.inputType ?? "")) return;
    for (const button of $$(`button[data-insert][data-into="${CSS.escape(area.id)}"]`))
      button.setAttribute("aria-pressed", String(area.value.includes(button.dataset.insert)));
  });

  // The composer: Enter sends, Shift+Enter makes a line; not while an input method is composing.
  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !area.matches?.("textarea[data-enter-sends]")) return;
    if (matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    if (area.value.trim()) area.form.requestSubmit();
  });

  // One submit at a time: the second press of a double click is dropped (R1.2).
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    if (form.dataset.sending) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sending = "true";
    (event.submitter ?? $("button:not([type=button])", form))?.setAttribute("aria-busy", "true");
    setTimeout(release, 10_000, form); // an answer that is a download never unloads the page
  }, true);

  function release(form) {
    delete form.dataset.sending;
    $$("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  }
  const releaseAll = () => $$("form[data-sending]").forEach(release);
  window.addEventListener("pageshow", releaseAll);
  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.detail?.ctx?.sourceElement?.closest?.("form");
    if (form) release(form);
  });
  document.addEventListener("htmx:error", releaseAll);

  // The server does not know the reader's clock: times of the day come in UTC, and are told in the reader's own.
  const clock = new Intl.DateTimeFormat(root.lang || undefined, { hour: "2-digit", minute: "2-digit" });

  function tellTimes() {
    for (const time of $$("time[data-clock]")) {
      const at = new Date(time.dateTime);
      if (!Number.isNaN(at.getTime())) time.textContent = clock.format(at);
      time.removeAttribute("data-clock");
    }
  }
  tellTimes();
  document.addEventListener("htmx:after:swap", tellTimes);

  // Live news (server-sent events, through hx-sse): the numbers in the navigation and a sentence
  // for screen readers. Focus stays where it is.
  async function countUnread() {
    const answer = await fetch("/unread", { headers: { accept: "application/json" } });
    if (!answer.ok) return;
    const unread = await answer.json();
    for (const [name, number] of Object.entries(unread))
      for (const badge of $$(`[data-badge="${CSS.escape(name)}"]`)) badge.textContent = number > 0 ? number : "";
    if ("setAppBadge" in navigator) navigator.setAppBadge(unread.notifications).catch(() => {});
  }

  document.addEventListener("notification", (event) => {
    let news;
    try { news = JSON.parse(event.detail?.data); } catch { return; }
    countUnread().catch(() => {});
    say(news.say);
  });

  // Choosing rows: [data-select-all] ticks what is shown, [data-selected-count] says how many.
  document.addEventListener("change", (event) => {
    const list = event.target.closest?.(".selectable");
    if (!list) return;
    const boxes = $$("[data-select]", list);
    if (event.target.matches("[data-select-all]")) boxes.forEach((box) => { box.checked = event.target.checked; });
    const ticked = boxes.filter((box) => box.checked).length;
    const all = $("[data-select-all]", list);
    if (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    $$("[data-selected-count]", list).forEach((place) => { place.textContent = ticked || ""; });
  });

  // Keys. Off while typing, off in dialogs but for `?`, off for good with data-shortcuts="off" (WCAG 2.1.4).

  const places = { h: "/", i: "/network", s: "/network/sent", m: "/messages" };
  let waiting = 0;

  const items = () => $$("[data-item]").filter((item) => item.checkVisibility?.() ?? true);
  const current = () => document.activeElement?.closest?.("[data-item]") ?? $("[data-item].is-current");

  function move(step) {
    const list = items();
    if (!list.length) return;
    const at = list.indexOf(current());
    const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
    $$(".is-current").forEach((item) => item.classList.remove("is-current"));
    next.classList.add("is-current");
    next.tabIndex = -1;
    next.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (root.dataset.shortcuts === "off" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]")) return;
    const key = event.key;
    const afterG = Date.now() - waiting < 1200;
    waiting = 0;
    let done = true;
    if (afterG && places[key]) location.assign(places[key]);
    else if (key === "g") waiting = Date.now();
    else if (key === "/") $("[data-search]")?.focus();
    else if (key === "?") $("#keys")?.showModal();
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (["a", "x", "r", "e"].includes(key)) {
      // In the row at hand, or in the one form of the page that takes keys.
      const target = $(`[data-key="${key}"]`, current() ?? $("[data-keys]") ?? document.createElement("p"));
      if (target) target.click();
      else done = false;
    } else done = false;
    if (done) event.preventDefault();
  });

  // Where tabs do not all fit, the open one is in view.
  function showTab() {
    for (const link of $$(".tabs a[aria-current], .side-nav--scroll a[aria-current]", document)) {
      const list = link.closest("ul");
      const [tab, row] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
      list.scrollLeft += tab.left - row.left - (row.width - tab.width) / 2;
    }
  }

  // What htmx brings in: counters start right, and the first error of a refused form has focus.
  function settle(within) {
    $$("textarea[data-counter]", within).forEach(count);
    $(".error-summary[tabindex]", within)?.focus();
  }
  document.addEventListener("htmx:after:swap", () => settle(document));
  function begin() {
    settle(document);
    showTab();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();
