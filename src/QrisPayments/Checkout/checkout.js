// Checkout: copies the amount, counts down, and swaps the page when the server tells of another state.
// Without it everything still works: forms are plain posts and the page reloads itself.
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('js');

  const SLOW = 30000, QUICK = 3000, FIRST_EVENT = 6000, LONG_WAIT = 600000;
  const $ = selector => document.querySelector(selector);
  const page = () => document.getElementById('page');
  const state = () => page().dataset.state;
  const started = performance.now();
  let source = null, watchdog = 0, pollTimer = 0, clockTimer = 0, returnTimer = 0;
  let swapping = null, ends = null;

  const say = text => { $('#announce').textContent = text; };
  const offline = is => { $('#offline').hidden = !is; };

  // --- the state, as told by the server -------------------------------------------------------------------------
  function hear(told) {
    offline(false);
    if (told.expires_in_ms !== null)
      ends = performance.now() + told.expires_in_ms;
    if (told.state !== state() || String(told.version) !== page().dataset.version)
      swap();
  }

  function swap() {
    swapping ??= fetch(location.href, { cache: 'no-store', headers: { Accept: 'text/html' } })
      .then(answer => answer.ok ? answer.text() : Promise.reject(answer.status))
      .then(html => {
        const fresh = new DOMParser().parseFromString(html, 'text/html');
        const next = fresh.getElementById('page');
        if (!next) return location.reload();
        const changed = next.dataset.state !== state();
        const put = () => {
          page().replaceWith(document.adoptNode(next));
          document.title = fresh.title;
          begin();
        };
        if (!changed) return put();
        say(next.dataset.announce);
        scrollTo({ top: 0 });
        if (document.startViewTransition && !matchMedia('(prefers-reduced-motion: reduce)').matches)
          document.startViewTransition(put);
        else
          put();
      })
      .catch(() => offline(!navigator.onLine))
      .finally(() => { swapping = null; });
  }

  function poll() {
    clearTimeout(pollTimer);
    if (document.hidden) return; // asked at once when it is seen again
    fetch(page().dataset.status, { cache: 'no-store', headers: { Accept: 'application/json' } })
      .then(answer => answer.ok ? answer.json() : Promise.reject(answer.status))
      .then(hear, () => offline(true))
      .finally(plan);
  }

  function plan() {
    clearTimeout(pollTimer);
    const now = state();
    if (now === 'paid' || now === 'failed') return;
    const live = source && source.readyState === EventSource.OPEN && !watchdog;
    const waiting = now === 'preparing' || now === 'pending' || now === 'review';
    if (!waiting && performance.now() - started > LONG_WAIT) return;
    pollTimer = setTimeout(poll, live || !waiting || performance.now() - started > LONG_WAIT ? SLOW : QUICK);
  }

  function listen() {
    const now = state();
    const waiting = now === 'preparing' || now === 'pending' || now === 'review';
    if (!waiting || !window.EventSource) { hush(); return; }
    if (source && source.readyState !== EventSource.CLOSED) return;
    source = new EventSource(page().dataset.events);
    // A proxy that holds the stream back delivers nothing: then polling has to do.
    watchdog = setTimeout(() => { hush(); plan(); }, FIRST_EVENT);
    source.onmessage = event => {
      clearTimeout(watchdog);
      watchdog = 0;
      hear(JSON.parse(event.data));
      plan();
    };
    source.onerror = () => {
      if (source && source.readyState === EventSource.CLOSED) hush(); // refused (429): only polling is left
      plan();
    };
  }

  function hush() {
    clearTimeout(watchdog);
    watchdog = 0;
    source?.close();
    source = null;
  }

  // --- the page -----------------------------------------------------------------------------------------------
  function countDown() {
    clearInterval(clockTimer);
    const clock = $('.clock');
    if (!clock) return;
    const span = Math.max(1, Number(clock.dataset.span)), time = clock.querySelector('time'), bar = clock.querySelector('.bar i');
    ends = performance.now() + Number(clock.dataset.left) * 1000;
    let last = null;
    const tick = () => {
      const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
      if (left === last) return;
      const hours = Math.floor(left / 3600), rest = [Math.floor(left / 60) % 60, left % 60];
      time.textContent = (hours ? [hours, ...rest] : rest).map(n => String(n).padStart(2, '0')).join(':');
      bar.style.transform = `scaleX(${Math.min(1, left / span)})`;
      clock.classList.toggle('soon', left <= 60);
      if (left <= 60 && last > 60) say(clock.dataset.soon);
      if (left === 0) { clearInterval(clockTimer); poll(); }
      last = left;
    };
    tick();
    clockTimer = setInterval(tick, 250);
  }

  function copyButton() {
    const button = $('.copy');
    if (!button) return;
    const label = button.querySelector('span'), before = label.textContent;
    button.addEventListener('click', async () => {
      if (!await copy(button.dataset.copy)) return copyByHand(button);
      button.focus();
      button.classList.add('done');
      label.textContent = button.dataset.done;
      say(button.dataset.done);
      setTimeout(() => { button.classList.remove('done'); label.textContent = before; }, 2000);
    });
  }

  // In a frame of another site the Clipboard API is blocked unless that site allows it, and each try is an error in the console.
  async function copy(text) {
    return window !== window.top ? bySelection(text) || byClipboard(text) : await byClipboard(text) || bySelection(text);
  }

  function byClipboard(text) {
    if (!navigator.clipboard || !isSecureContext) return Promise.resolve(false); // plain http, as in a try-out on a phone
    return navigator.clipboard.writeText(text).then(() => true, () => false);
  }

  function bySelection(text) {
    const field = document.createElement('textarea');
    field.value = text;
    field.className = 'unseen';
    document.body.append(field);
    field.select();
    let done = false;
    try { done = document.execCommand('copy'); } catch { /* nothing was copied */ }
    field.remove();
    return done;
  }

  // The digits stand there selected, and the customer's own menu or keyboard copies them.
  function copyByHand(button) {
    let field = $('.by-hand');
    if (!field) {
      field = document.createElement('input');
      field.className = 'by-hand';
      field.readOnly = true;
      field.value = button.dataset.copy;
      field.setAttribute('aria-label', button.dataset.byHand);
      const hint = document.createElement('p');
      hint.className = 'hint';
      hint.textContent = button.dataset.byHand;
      button.after(field, hint);
    }
    field.focus();
    field.select();
    say(button.dataset.byHand);
  }

  // iOS puts a download among its files, where a wallet's gallery does not look; its share sheet can save a photo.
  function saveButton() {
    const link = $('a.save');
    if (!link || !navigator.canShare || !/iP(hone|ad|od)/.test(navigator.userAgent)) return;
    let picture = null;
    fetch(link.href).then(answer => answer.ok ? answer.blob() : null).then(blob => {
      const file = blob && new File([blob], link.download, { type: 'image/png' });
      if (file && navigator.canShare({ files: [file] })) picture = file;
    }).catch(() => { });
    link.addEventListener('click', event => {
      if (!picture) return;
      event.preventDefault();
      navigator.share({ files: [picture] }).catch(error => { if (error.name !== 'AbortError') location.assign(link.href); });
    });
  }

  function returnToShop() {
    clearInterval(returnTimer);
    const news = $('[data-return]'), back = $('#back');
    const arrived = performance.getEntriesByType('navigation')[0];
    if (!news || !back || !Number(news.dataset.return) || (arrived && arrived.type === 'back_forward')) return;
    const line = news.querySelector('.return'), text = line.querySelector('span');
    let left = Number(news.dataset.return);
    const stop = () => { clearInterval(returnTimer); line.hidden = true; };
    const show = () => { text.textContent = text.dataset.text.replace('{0}', left); };
    line.hidden = false;
    show();
    line.querySelector('button').addEventListener('click', stop);
    returnTimer = setInterval(() => {
      if (document.hidden) return;
      left--;
      if (left > 0) return show();
      stop();
      location.assign(back.href);
    }, 1000);
  }

  function begin() {
    countDown();
    copyButton();
    saveButton();
    returnToShop();
    for (const form of document.forms)
      form.addEventListener('submit', () => setTimeout(() => { for (const button of form.querySelectorAll('button')) button.disabled = true; }));
    listen();
    plan();
  }

  // Back from the wallet app: the stream was cut while we slept, and the answer is often already there.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    listen();
    poll();
  });
  addEventListener('online', poll);
  addEventListener('offline', () => offline(true));
  addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
  addEventListener('pagehide', () => { clearInterval(returnTimer); hush(); });

  begin();
})();
