(function () {
  'use strict';
  var root = document.documentElement, $ = function (id) { return document.getElementById(id); };
  var words = JSON.parse($('words').textContent);
  root.classList.add('js');
  var deck = $('deck'), slides = Array.prototype.slice.call(document.querySelectorAll('.slide')), at = 0, opened = false, mapOn = false;
  var gate = slides.findIndex(function (s) { return s.classList.contains('gate'); });
  var NS = 'http://www.w3.org/2000/svg';

  /* The answer leaves the page until it is asked for. */
  var slot = $('answer'), kept = slot.querySelector('.say'); slot.replaceChildren();
  var after = document.querySelector('.slide.after'), worth = after.querySelector('.say'); after.replaceChildren();
  var counts = { 1: {}, 2: {} };

  function setMap(on) { if (!$('mapwrap')) return; mapOn = on; $('mapwrap').hidden = !on; $('mapb').setAttribute('aria-pressed', on); }
  function show(n, focus) {
    if (n > gate && !opened) n = gate;
    at = Math.max(0, Math.min(slides.length - 1, n));
    slides.forEach(function (s, i) { s.hidden = i !== at; });
    var s = slides[at];
    deck.classList.toggle('solo', s.classList.contains('picture'));
    setMap(s.dataset.view === 'map'); if ($('mapb')) $('mapb').disabled = at < 2;
    $('pos').textContent = words.position.replace('{number}', at + 1).replace('{total}', slides.length);
    $('prev').disabled = at === 0; $('next').disabled = at === slides.length - 1 || (at === gate && !opened);
    if (s.querySelector('#change')) chart();
    if (focus) { var h = s.querySelector('h2'); if (h) h.focus({ preventScroll: true }); window.scrollTo(0, 0); }
  }
  function rect(x, w, fill) { var r = document.createElementNS(NS, 'rect'); r.setAttribute('x', x); r.setAttribute('y', 1); r.setAttribute('width', w); r.setAttribute('height', 18); r.setAttribute('fill', fill); r.setAttribute('stroke', 'currentColor'); r.setAttribute('stroke-width', 2); r.setAttribute('vector-effect', 'non-scaling-stroke'); return r; }
  function bar(v, max, solid) { var s = document.createElementNS(NS, 'svg'); s.setAttribute('viewBox', '0 0 400 20'); s.setAttribute('preserveAspectRatio', 'none'); s.setAttribute('aria-hidden', 'true'); if (v) s.append(rect(1, Math.max(2, 398 * v / max), solid ? 'currentColor' : 'none')); return s; }
  function chart() {
    var box = $('change'), max = 1, any = false; box.replaceChildren();
    'ABCDE'.split('').forEach(function (k) { [1, 2].forEach(function (v) { var c = counts[v][k] || 0; if (c) any = true; max = Math.max(max, c); }); });
    $('nochange').hidden = any; if (!any) return;
    var key = document.createElement('p'); key.className = 'ckey';
    [[words.before, 0], [words.after, 1]].forEach(function (d) { var sp = document.createElement('span'); sp.append(bar(1, 1, d[1]), ' ' + d[0]); key.append(sp); }); box.append(key);
    'ABCDE'.split('').forEach(function (k) {
      var row = document.createElement('div'), b = document.createElement('b'), two = document.createElement('div'); row.className = 'crow'; b.textContent = k; row.append(b, two);
      [1, 2].forEach(function (v) { var c = counts[v][k] || 0, line = document.createElement('div'), n = document.createElement('span'), t = document.createElement('span');
        line.className = 'cbar'; t.className = 'hush'; t.textContent = ' ' + (v === 1 ? words.before : words.after); n.textContent = c; n.append(t); line.append(bar(c, max, v === 2), n); two.append(line); });
      box.append(row);
    });
  }
  document.querySelectorAll('.votes').forEach(function (v) {
    v.addEventListener('click', function (e) { var b = e.target.closest('button'); if (b) count(v, b.dataset.k, +b.dataset.d); });
  });
  function count(v, k, d) {
    var c = counts[v.dataset.vote]; c[k] = Math.min(99, Math.max(0, (c[k] || 0) + d));
    v.querySelector('button[data-k="' + k + '"]').parentNode.querySelector('output').textContent = c[k];
  }
  $('next').addEventListener('click', function () { show(at + 1, true); });
  $('prev').addEventListener('click', function () { show(at - 1, true); });
  $('reveal').addEventListener('click', function () { opened = true; slot.replaceChildren(kept); after.replaceChildren(worth); show(gate + 1, true); });
  if ($('mapb')) $('mapb').addEventListener('click', function () { setMap(!mapOn); });
  function dark(on) { root.dataset.theme = on ? 'dark' : 'light'; $('theme').setAttribute('aria-pressed', on); }
  $('theme').addEventListener('click', function () { dark(root.dataset.theme !== 'dark'); });
  $('full').addEventListener('click', function () { if (document.fullscreenElement) document.exitFullscreen(); else if (root.requestFullscreen) root.requestFullscreen().catch(function () { /* refused: the page still works */ }); });
  document.addEventListener('keydown', function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    var k = e.key, onButton = e.target.closest && e.target.closest('button'), v = slides[at].querySelector('.votes');
    if (k === 'ArrowRight' || k === 'PageDown' || (k === ' ' && !onButton)) { e.preventDefault(); show(at + 1, true); }
    else if (k === 'ArrowLeft' || k === 'PageUp') { e.preventDefault(); show(at - 1, true); }
    else if (v && /^[a-e]$/i.test(k)) count(v, k.toUpperCase(), e.shiftKey ? -1 : 1);
    else if (k === 'm' && at >= 2) setMap(!mapOn);
    else if (k === 'n') dark(root.dataset.theme !== 'dark');
    else if (k === 'f') $('full').click();
  });
  dark(window.matchMedia('(prefers-color-scheme:dark)').matches);
  show(0, false);
})();
