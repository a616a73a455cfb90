(function () {
  'use strict';
  var $ = function (id) { return document.getElementById(id); };
  var words = JSON.parse($('words').textContent), SET = document.body.dataset.sheet, KEY = 'forensics:' + SET;
  var form = $('form'), fields = Array.prototype.slice.call(form.querySelectorAll('[name]')), storage = null;
  document.documentElement.classList.add('js');
  try { storage = window.localStorage; storage.setItem(KEY + ':t', '1'); storage.removeItem(KEY + ':t'); } catch (e) { storage = null; }
  function say(text) { $('status').textContent = text; }
  function state() {
    var answers = {};
    fields.forEach(function (f) { if (f.name !== 'group' && f.value.trim()) answers[f.name] = f.value; });
    return { schema: 'forensics.answers/1', sheet: SET, level: 'set', group: form.group.value, answers: answers };
  }
  form.addEventListener('input', function () {
    if (!storage) { say(words.not_kept); return; }
    try { storage.setItem(KEY, JSON.stringify(state())); say(words.kept); } catch (e) { say(words.memory_full); }
  });
  form.addEventListener('submit', function (e) { e.preventDefault(); });
  $('print').addEventListener('click', function () { window.print(); });
  $('save').addEventListener('click', function () {
    var a = document.createElement('a'), now = state();
    a.href = URL.createObjectURL(new Blob([JSON.stringify(now, null, 1)], { type: 'application/json' }));
    a.download = words.file_name + '_' + SET + (/^[A-H]$/.test(now.group) ? '_' + now.group : '') + '.json';
    document.body.append(a); a.click(); a.remove();
    setTimeout(function () { URL.revokeObjectURL(a.href); }, 1000);
    say(words.file_ready);
  });
  var old = null;
  try { old = JSON.parse(storage.getItem(KEY)); } catch (e) { old = null; }
  if (old && old.schema === 'forensics.answers/1' && old.answers) {
    fields.forEach(function (f) { var v = f.name === 'group' ? old.group : old.answers[f.name]; if (typeof v === 'string') f.value = v; });
    say(words.found);
  }
})();
