// The receipt needs no script; with one it offers to print.
(() => {
  'use strict';
  const button = document.getElementById('print');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => print());
})();
