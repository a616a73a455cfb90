(function () {
  'use strict';
  var PAGE = 20, $ = function (id) { return document.getElementById(id); };
  document.documentElement.classList.add('js');
  var form = $('filters'), say = form.dataset, tb = $('tb'), rows = Array.prototype.slice.call(tb.rows), page = 0, dir = 1, key = 'i';
  var NUMBER = { i: 1, order: 1, p: 1, clues: 1 }, DOWN = { p: 1, clues: 1 };
  var plain = function (s) { return s.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, ''); };
  var fill = function (s, values) { return s.replace(/\{(\w+)\}/g, function (_, name) { return values[name]; }); };
  function value(r) { return NUMBER[key] ? +r.dataset[key] : plain(r.dataset[key]); }
  function draw(move) {
    var q = plain($('q').value.trim()), o = $('fo').value, p = $('fp').checked, f = $('ff').checked;
    var show = rows.filter(function (r) {
      return (!q || plain(r.dataset.name).indexOf(q) >= 0) && (!o || r.dataset.st === o) && (!p || +r.dataset.p > 0) && (!f || r.dataset.st === 'failed');
    });
    show.sort(function (a, b) { var x = value(a), y = value(b); return (x < y ? -1 : x > y ? 1 : 0) * dir || a.dataset.i - b.dataset.i; });
    var pages = Math.max(1, Math.ceil(show.length / PAGE)); page = Math.min(Math.max(0, page), pages - 1);
    rows.forEach(function (r) { r.hidden = true; });
    show.forEach(function (r, i) { r.hidden = i < page * PAGE || i >= (page + 1) * PAGE; tb.append(r); });
    $('count').textContent = show.length === 0 ? say.none :
      fill(say.shown, { first: page * PAGE + 1, last: Math.min(show.length, (page + 1) * PAGE), total: show.length });
    $('pg').textContent = fill(say.page, { page: page + 1, pages: pages }); $('pv').disabled = page === 0; $('nx').disabled = page >= pages - 1;
    heads.forEach(function (h) { if (h.dataset.sort === key) h.setAttribute('aria-sort', dir > 0 ? 'ascending' : 'descending'); else h.removeAttribute('aria-sort'); });
    $('fs').value = key;
    if (move) { $('h-t').focus({ preventScroll: true }); $('count').scrollIntoView({ block: 'start' }); }
  }
  var heads = Array.prototype.slice.call(document.querySelectorAll('th[data-sort]'));
  var NS = 'http://www.w3.org/2000/svg';
  function arrows() {
    var s = document.createElementNS(NS, 'svg'); s.setAttribute('viewBox', '0 0 10 16'); s.setAttribute('aria-hidden', 'true');
    [['up', 'M5 0l5 6H0z'], ['down', 'M5 16L0 10h10z']].forEach(function (d) {
      var e = document.createElementNS(NS, 'path'); e.setAttribute('class', d[0]); e.setAttribute('d', d[1]); s.append(e);
    });
    return s;
  }
  heads.forEach(function (h) {
    var b = document.createElement('button'); b.type = 'button'; b.className = 'sortb'; b.textContent = h.textContent;
    b.append(arrows()); h.replaceChildren(b);
    b.addEventListener('click', function () { var k = h.dataset.sort; if (k === key) dir = -dir; else { key = k; dir = DOWN[k] ? -1 : 1; } page = 0; draw(); });
  });
  ['q', 'fo', 'fp', 'ff'].forEach(function (id) { $(id).addEventListener('input', function () { page = 0; draw(); }); });
  $('fs').addEventListener('change', function () { key = this.value; dir = DOWN[key] ? -1 : 1; page = 0; draw(); });
  function clear() { $('q').value = ''; $('fo').value = ''; $('fp').checked = false; $('ff').checked = false; key = 'i'; dir = 1; page = 0; }
  $('reset').addEventListener('click', function () { clear(); draw(); });
  if ($('showp')) $('showp').addEventListener('click', function () { clear(); $('fp').checked = true; draw(true); });
  $('pv').addEventListener('click', function () { page--; draw(true); });
  $('nx').addEventListener('click', function () { page++; draw(true); });
  form.addEventListener('submit', function (e) { e.preventDefault(); });
  draw();
})();
