(function () {
  'use strict';
  var root = document.documentElement, body = document.body;
  var $ = function (id) { return document.getElementById(id); };
  var all = function (s, e) { return Array.prototype.slice.call((e || document).querySelectorAll(s)); };
  var words = JSON.parse($('words').textContent);
  var word = function (name, number) { return words[name].replace('{number}', number); };
  var SHEET = body.dataset.sheet, LEVEL = body.dataset.level, KEY = 'forensics:' + SHEET + ':' + LEVEL;
  var form = $('form'), viewer = $('viewer'), stage = $('stage'), status = $('status'), map = $('map'), photo = $('photo');
  var CLUES = 4, ORIGIN = 6;
  root.classList.add('js');

  /* Without script the map is read in step 4; with it, it lies over the picture. */
  var seam = null, mapkey = null, mapAlt = '';
  if (map) {
    seam = document.createElement('div'); seam.className = 'seam'; seam.hidden = true;
    stage.append($('mapplate'), seam);
    mapkey = document.querySelector('.mapkey'); $('keyslot').append(mapkey); $('mapfig').remove();
    mapAlt = map.alt; map.alt = '';
  }

  /* Answers: kept on this device when the browser allows it. */
  var state = { schema: 'forensics.answers/1', sheet: SHEET, level: LEVEL, group: '', opened: 1, clues_seen: false, vote_before_clues: null, answers: {} };
  var locked = false, storage = null;
  try { storage = window.localStorage; storage.setItem(KEY + ':t', '1'); storage.removeItem(KEY + ':t'); } catch (e) { storage = null; }
  function say(text) { status.textContent = text; }
  function fields() { return all('input[name],textarea[name]', form); }
  function collect() {
    var found = {};
    fields().forEach(function (f) {
      if (f.type === 'radio') { if (f.checked) found[f.name] = f.value; }
      else if (f.type === 'checkbox') { if (f.checked) (found[f.name] = found[f.name] || []).push(f.value); }
      else if (f.value.trim()) found[f.name] = f.value;
    });
    state.answers = found; state.group = $('group').value;
  }
  function fill(answers) {
    fields().forEach(function (f) {
      var v = Object.prototype.hasOwnProperty.call(answers, f.name) ? answers[f.name] : undefined;
      if (f.type === 'radio') f.checked = v === f.value;
      else if (f.type === 'checkbox') f.checked = Array.isArray(v) && v.indexOf(f.value) >= 0;
      else f.value = typeof v === 'string' ? v : '';
    });
    $('group').value = state.group;
  }
  function accept(old) {
    if (!old || old.schema !== state.schema || old.sheet !== SHEET || !old.answers || typeof old.answers !== 'object') return false;
    state.group = /^[A-H]$/.test(old.group) ? old.group : '';
    state.opened = Math.min(sections.length, Math.max(1, old.opened | 0));
    state.clues_seen = old.clues_seen === true;
    state.vote_before_clues = typeof old.vote_before_clues === 'boolean' ? old.vote_before_clues : null;
    fill(old.answers); collect();
    locked = state.clues_seen && !!state.answers.first_origin;
    return true;
  }
  function store() {
    if (!storage) { say(words.not_kept); return; }
    try { storage.setItem(KEY, JSON.stringify(state)); say(words.kept); } catch (e) { say(words.memory_full); }
  }
  var timer;
  function keep() { collect(); refresh(); clearTimeout(timer); timer = setTimeout(store, 300); }
  window.addEventListener('pagehide', function () { if (timer) { clearTimeout(timer); store(); } });

  /* Steps */
  var sections = all('.step'), links = all('.steps a');
  var titles = sections.map(function (s) { return s.querySelector('h2 span:last-child').textContent; });
  var needs = sections.map(function (s) { return all('[data-need]', s).map(function (e) { return e.dataset.need; }); });
  var current = 1;
  function needsSource() { return state.answers.origin === 'established' || state.answers.origin === 'excluded'; }
  function refresh() {
    var given = state.answers, full = 0, lacking = needsSource() && !given.outside_source;
    if ($('outside')) {
      $('outside').hidden = !needsSource();
      $('needsource').textContent = lacking ? words.no_source : '';
    }
    links.forEach(function (link, i) {
      var got = needs[i].filter(function (name) { return given[name] !== undefined; }).length;
      var done = got === needs[i].length && !(i === ORIGIN - 1 && lacking), some = got > 0;
      link.classList.toggle('full', done); link.classList.toggle('half', some && !done);
      link.querySelector('.t').textContent = word('step_name', i + 1).replace('{title}', titles[i]) + ', ' + (done ? words.done : some ? words.begun : words.to_do);
      if (done) full++;
    });
    $('done').textContent = full === 0 ? '' : full === 1 ? words.one_done : word('many_done', full);
    var vote = given.first_origin, lock = locked && !!vote;
    $('novote').hidden = !!vote;
    all('.firstvote fieldset').forEach(function (f) { f.disabled = lock; });
    $('votekept').hidden = !lock;
    $('recall').hidden = !vote;
    if (vote) $('recall').textContent = words.first_was.replace('{answer}', chosen('first_origin') + (given.first_confidence ? ', ' + chosen('first_confidence') : ''));
  }
  function chosen(name) {
    var box = form.querySelector('input[name=' + name + ']:checked');
    return box ? box.parentNode.textContent.trim() : '';
  }
  function go(n, focus) {
    current = Math.min(sections.length, Math.max(1, n));
    var one = !root.classList.contains('all');
    sections.forEach(function (s, i) { s.hidden = one && i !== current - 1; });
    links.forEach(function (l, i) { if (i === current - 1) l.setAttribute('aria-current', 'step'); else l.removeAttribute('aria-current'); });
    $('where').textContent = word('step', current).replace('{total}', sections.length);
    $('prev').hidden = !one || current === 1; $('next').hidden = !one || current === sections.length;
    if (!one || current >= CLUES) openClues(one);
    unlock(state.clues_seen);
    if (map && current === CLUES && one && +cut.value === 0) setCut(50);
    if (current > state.opened) state.opened = current;
    refresh();
    if (focus) { show(one); keep(); }
  }
  function openClues(one) {
    collect();
    if (!state.clues_seen) { state.clues_seen = true; state.vote_before_clues = !!state.answers.first_origin; }
    if (one && state.answers.first_origin) locked = true;
  }
  function wide() { return window.matchMedia('(min-width:62.5rem)').matches; }
  function show(one) {
    var head = sections[current - 1].querySelector('h2'); head.focus({ preventScroll: true });
    var top = (one ? document.querySelector('.steps') : head).getBoundingClientRect().top;
    var above = wide() ? 16 : (getComputedStyle(viewer).position === 'sticky' ? viewer.offsetHeight + 12 : 12);
    window.scrollTo({ top: window.scrollY + top - above, behavior: 'auto' });
  }
  links.concat(all('#novote a')).forEach(function (l) { l.addEventListener('click', function (e) { e.preventDefault(); go(+l.dataset.n, true); }); });
  $('next').addEventListener('click', function () { go(current + 1, true); });
  $('prev').addEventListener('click', function () { go(current - 1, true); });
  $('all').addEventListener('click', function () {
    var on = root.classList.toggle('all'); this.setAttribute('aria-pressed', on); go(on ? 1 : current, true);
  });

  /* Picture and map */
  var cut = $('cut'), glassOn = false, dragging = false;
  function setCut(v) {
    if (!map) return;
    cut.value = v; stage.style.setProperty('--cut', v + '%'); seam.hidden = v <= 0 || v >= 100;
    cut.setAttribute('aria-valuetext', v < 1 ? words.picture_only : v > 99 ? words.map_only : word('map_part', v));
    map.alt = v > 0 ? mapAlt : '';
  }
  function zones(on) { viewer.classList.toggle('nozones', !on); if ($('zonebtn')) $('zonebtn').setAttribute('aria-pressed', on); }
  function unlock(on) {
    $('glass').classList.toggle('alone', !on || !map);
    if (!map) return;
    $('wipe').hidden = !on; $('locked').hidden = on; mapkey.classList.toggle('open', on);
    if ($('zonebtn')) $('zonebtn').hidden = !on;
    if (!on) { setCut(0); zones(false); }
  }
  function drag(e) { var b = stage.getBoundingClientRect(); setCut(Math.round(Math.min(100, Math.max(0, (e.clientX - b.left) / b.width * 100)))); }
  if (map) {
    cut.addEventListener('input', function () { setCut(+cut.value); });
    $('only0').addEventListener('click', function () { setCut(0); });
    $('only1').addEventListener('click', function () { setCut(100); });
    stage.addEventListener('pointerdown', function (e) { if (!glassOn && state.clues_seen) { dragging = true; stage.setPointerCapture(e.pointerId); drag(e); } });
    stage.addEventListener('pointermove', function (e) { if (dragging) drag(e); });
    stage.addEventListener('pointerup', function () { dragging = false; });
    stage.addEventListener('pointercancel', function () { dragging = false; });
  }
  if ($('zonebtn')) $('zonebtn').addEventListener('click', function () { zones(viewer.classList.contains('nozones')); });
  $('shrink').addEventListener('click', function () {
    var on = viewer.classList.toggle('small'); this.setAttribute('aria-pressed', on); this.textContent = on ? words.grow : words.shrink;
  });
  all('[data-show]').forEach(function (button) {
    button.addEventListener('click', function () {
      var before = button.getBoundingClientRect().top, n = button.dataset.show;
      zones(true);
      all('.zone').forEach(function (z) { z.classList.toggle('on', z.dataset.z === n); });
      var zone = document.querySelector('.zone[data-z="' + n + '"]');
      if (viewer.classList.contains('small')) $('shrink').click();
      if (!glassOn) toggleGlass();
      place(zone.offsetLeft + zone.offsetWidth / 2, zone.offsetTop + zone.offsetHeight / 2);
      /* The viewer may have grown: keep the button where the reader is looking, and never under the picture. */
      window.scrollBy(0, button.getBoundingClientRect().top - before);
      var under = viewer.getBoundingClientRect().bottom + 16;
      if (!wide() && button.getBoundingClientRect().top < under) window.scrollBy(0, button.closest('.clue').getBoundingClientRect().top - under);
    });
  });

  /* Magnifier: the frame moves on the picture, the enlargement stays beside it, so that a finger hides nothing. */
  var frame = document.createElement('div'), glass = $('glass'), fx = 0.5, fy = 0.5, ZOOM = 5;
  frame.className = 'frame'; frame.tabIndex = 0; frame.setAttribute('role', 'img'); frame.setAttribute('aria-label', words.magnifier_help);
  function pane(source, name, label) {
    var figure = document.createElement('figure'), box = document.createElement('div'), image = new Image(), text = document.createElement('p');
    figure.className = name; image.src = source; image.alt = ''; box.append(image); text.textContent = label;
    figure.append(box, text); glass.append(figure); return box;
  }
  var panes = [pane(photo.src, 'g1', words.picture)];
  if (map) panes.push(pane(map.src, 'g2', words.map));
  function draw() {
    var w = 1 / ZOOM, box = panes[0].getBoundingClientRect();
    if (!box.width) return;
    var h = Math.min(1, w * (box.height / box.width) * (stage.clientWidth / stage.clientHeight));
    fx = Math.min(1 - w / 2, Math.max(w / 2, fx)); fy = Math.min(1 - h / 2, Math.max(h / 2, fy));
    frame.style.width = w * 100 + '%'; frame.style.height = h * 100 + '%';
    frame.style.left = (fx - w / 2) * 100 + '%'; frame.style.top = (fy - h / 2) * 100 + '%';
    panes.forEach(function (p) {
      var i = p.firstChild, W = p.clientWidth * ZOOM, H = W * photo.naturalHeight / photo.naturalWidth;
      i.style.width = W + 'px'; i.style.height = H + 'px'; i.style.left = -(fx - w / 2) * W + 'px'; i.style.top = -(fy - h / 2) * H + 'px';
    });
  }
  function place(x, y) { fx = x / stage.clientWidth; fy = y / stage.clientHeight; draw(); }
  function toggleGlass() {
    glassOn = !glassOn; $('glassbtn').setAttribute('aria-pressed', glassOn); glass.hidden = !glassOn;
    if (glassOn) { stage.append(frame); draw(); } else frame.remove();
  }
  $('glassbtn').addEventListener('click', function () { toggleGlass(); if (glassOn) frame.focus({ preventScroll: true }); });
  frame.addEventListener('keydown', function (e) {
    var s = e.shiftKey ? 0.1 : 0.02, k = e.key;
    if (k === 'ArrowLeft') fx -= s; else if (k === 'ArrowRight') fx += s; else if (k === 'ArrowUp') fy -= s; else if (k === 'ArrowDown') fy += s;
    else if (k === 'Escape') { toggleGlass(); $('glassbtn').focus(); return; } else return;
    e.preventDefault(); draw();
  });
  var moving = false;
  function follow(e) { var b = stage.getBoundingClientRect(); place(e.clientX - b.left, e.clientY - b.top); }
  frame.addEventListener('pointerdown', function (e) { moving = true; frame.setPointerCapture(e.pointerId); e.stopPropagation(); });
  frame.addEventListener('pointermove', function (e) { if (moving) follow(e); });
  frame.addEventListener('pointerup', function () { moving = false; });
  stage.addEventListener('click', function (e) { if (glassOn) follow(e); });
  window.addEventListener('resize', function () { if (glassOn) draw(); });

  /* Glossary: links to the list at the end; with script they open on the spot. */
  document.querySelector('#glossary details').open = false;
  all('.todo').forEach(function (d, i) { d.open = i === 0; });
  var pop = $('pop');
  function define(link) {
    var term = $(link.getAttribute('href').slice(1)), title = document.createElement('p'), strong = document.createElement('strong');
    var text = document.createElement('p'), close = document.createElement('button');
    strong.textContent = term.textContent; title.append(strong); text.textContent = term.nextElementSibling.textContent;
    close.type = 'button'; close.className = 'btn quiet'; close.textContent = words.close;
    close.addEventListener('click', function () { pop.hidePopover(); link.focus(); });
    pop.setAttribute('role', 'dialog'); pop.setAttribute('aria-label', term.textContent);
    pop.replaceChildren(title, text, close); pop.showPopover();
    var r = link.getBoundingClientRect(), w = pop.offsetWidth, h = pop.offsetHeight;
    pop.style.left = Math.max(16, Math.min(r.left, window.innerWidth - w - 16)) + 'px';
    pop.style.top = (r.bottom + 8 + h < window.innerHeight ? r.bottom + 8 : Math.max(8, r.top - h - 8)) + 'px';
    close.focus({ preventScroll: true });
  }
  if (pop.showPopover) {
    pop.hidden = false;
    all('a.word').forEach(function (link) {
      link.setAttribute('role', 'button'); link.setAttribute('aria-haspopup', 'dialog');
      link.addEventListener('click', function (e) { e.preventDefault(); define(link); });
      link.addEventListener('keydown', function (e) { if (e.key === ' ') { e.preventDefault(); define(link); } });
    });
    window.addEventListener('scroll', function () { if (pop.matches(':popover-open')) pop.hidePopover(); }, { passive: true });
  }

  /* File, print, erase */
  $('save').addEventListener('click', function () {
    collect();
    var a = document.createElement('a');
    a.href = URL.createObjectURL(new Blob([JSON.stringify(state, null, 1)], { type: 'application/json' }));
    a.download = words.file_name + '_' + SHEET + (state.group ? '_' + state.group : '') + '.json';
    body.append(a); a.click(); a.remove();
    setTimeout(function () { URL.revokeObjectURL(a.href); }, 1000);
    say(words.file_ready);
  });
  $('load').addEventListener('change', function () {
    var file = this.files[0]; this.value = ''; if (!file) return;
    if (file.size > 200000) { say(words.bad_file); return; }
    file.text().then(function (text) {
      var ok = false;
      try { ok = accept(JSON.parse(text)); } catch (e) { ok = false; }
      if (ok) { go(state.opened, false); keep(); } else say(words.bad_file);
    });
  });
  $('print').addEventListener('click', function () { window.print(); });
  $('wipeall').addEventListener('click', function () { $('sure').showModal(); });
  $('no').addEventListener('click', function () { $('sure').close(); });
  $('yes').addEventListener('click', function () {
    $('sure').close(); form.reset(); $('group').value = '';
    state.opened = 1; state.clues_seen = false; state.vote_before_clues = null; state.answers = {}; locked = false;
    root.classList.remove('all'); $('all').setAttribute('aria-pressed', 'false'); go(1, true);
    clearTimeout(timer); timer = 0;
    try { storage.removeItem(KEY); } catch (e) { /* nothing was kept */ }
    say(words.erased);
  });
  window.addEventListener('beforeprint', function () { all('details').forEach(function (d) { d.dataset.was = d.open ? '1' : ''; d.open = true; }); });
  window.addEventListener('afterprint', function () { all('details').forEach(function (d) { d.open = d.dataset.was === '1'; }); });
  form.addEventListener('input', keep); form.addEventListener('change', keep); form.addEventListener('submit', function (e) { e.preventDefault(); });
  $('group').addEventListener('change', keep);

  var old = null;
  try { old = JSON.parse(storage.getItem(KEY)); } catch (e) { old = null; }
  var back = accept(old);
  go(back ? state.opened : 1, false);
  if (back) say(words.found);
})();
