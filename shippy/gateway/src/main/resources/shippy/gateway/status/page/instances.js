// The table of instances, grouped by service. A group of many is folded until somebody opens it.
import {$, button, el, hide, keyed, mark, named, put, set} from './dom.js';
import {AWAY, health, model} from './model.js';
import {addOne, openPanel} from './panel.js';
import {controls, needsToken, started, startedAs} from './control.js';
import {NONE, count, known, memory, rate, span, took, word} from './text.js';

const COLUMNS = ['Instance', 'Address', 'Health', 'req/s', 'errors', 'p50', 'p99', 'memory', 'uptime'];
const MANY = 12;
const folded = new Map(); // by service, what somebody chose
let asked = '', ours = new Set(); // the services of which the run has instances, when these instances were there

const isFolded = s => folded.get(s.name) ?? s.nodes.length > MANY;
export function instances() {
  askRun();
  hide($('table'), !model.nodes.size); hide($('noinst'), !!model.nodes.size);
  const head = $('table').tHead.rows[0];
  if (!head.cells.length) head.append(...COLUMNS.map((c, i) => set(el('th', i > 2 ? 'n' : '', c), {scope: 'col', role: 'columnheader'})));
  const groups = model.services.filter(s => s.nodes.length);
  keyed($('table'), [{head: true}, ...groups], s => s.head ? 0 : s.name, s => s.head ? $('table').tHead : set(el('tbody'), {role: 'rowgroup'}), (body, s) => {
    if (s.head) return;
    mark(body, s.nodes.length > MANY ? 'many' : '');
    keyed(body, isFolded(s) ? [s] : [s, ...s.nodes], n => n.id ?? 0, n => n.id === undefined ? groupRow(s.name) : nodeRow(n.id), (tr, n) => n.id === undefined ? fillGroup(tr, n) : fillRow(tr, n));
  });
  hide(put($('fold'), groups.length && groups.every(isFolded) ? 'Open all' : 'Fold all'), groups.length < 2);
}
function askRun() {
  const now = [...model.nodes.keys()].join('\n');
  if (!controls() || needsToken() || now === asked) return;
  asked = now;
  started().then(run => {
    ours = new Set([...model.nodes.values()].filter(n => startedAs(run, n)).map(n => n.service));
    instances();
  }, () => { asked = ''; });
}
export function foldAll() {
  const fold = $('fold').textContent === 'Fold all';
  for (const s of model.services) folded.set(s.name, fold);
  instances();
}
function groupRow(name) {
  const toggle = button('toggle', '', () => {
    folded.set(name, toggle.getAttribute('aria-expanded') === 'true');
    instances();
  });
  toggle.append(el('span', 'name'), el('span', 'number'));
  const th = set(el('th', '', el('div', 'row', toggle)), {colspan: 2, scope: 'rowgroup', role: 'rowheader'});
  th.firstChild.append(set(button('small', 'Add one', () => addOne(name)), {'aria-label': 'Add one instance of ' + word(name)}));
  return set(el('tr', 'group', th, ...COLUMNS.slice(2).map((c, i) => set(el('td', i ? 'n' : ''), {role: 'cell', 'data-label': c}))), {role: 'row'});
}
function fillGroup(tr, s) {
  const toggle = tr.querySelector('.toggle'), nodes = s.nodes.filter(n => !AWAY.includes(n.state)), there = s.nodes.filter(n => n.state !== 'stopped'), serving = there.filter(n => n.state === 'serving').length;
  mark(tr, 'group ' + s.nodes[0].hue);
  hide(tr.querySelector('.small'), !ours.has(s.name));
  set(toggle, {'aria-expanded': String(!isFolded(s))});
  named(toggle.firstChild, s.name);
  put(toggle.lastChild, s.nodes.length + (s.nodes.length === 1 ? ' instance' : ' instances'));
  const of = (field, fold) => { const all = nodes.map(n => n[field]).filter(known); return all.length ? fold(all) : undefined; }, total = all => all.reduce((a, b) => a + b, 0);
  const errors = of('errors', total);
  const figures = [serving === there.length ? 'all serving' : serving + ' of ' + there.length + ' serving', rate(of('rate', total)), count(errors), NONE, took(of('p99_us', all => Math.max(...all)) || undefined), memory(of('memory', total)), NONE];
  figures.forEach((f, i) => put(tr.cells[1 + i], f));
  mark(tr.cells[1], serving < there.length ? 'bad' : 'mut');
  mark(tr.cells[3], errors > 0 ? 'n bad' : 'n');
}
function nodeRow(id) {
  const cells = COLUMNS.map((c, i) => set(el('td', i > 2 ? 'n' : ''), {role: 'cell', 'data-label': c}));
  cells[0].append(button('name opens', '', () => openPanel(id)));
  cells[1].append(el('span', 'name mono'));
  cells[2].append(el('span', 'state'));
  return set(el('tr', '', ...cells), {role: 'row', 'data-id': id});
}
function fillRow(tr, n) {
  const c = tr.cells, [text, tint] = health(n), live = AWAY.includes(n.state) ? {} : n;
  named(c[0].firstChild, n.label + (n.version && n.version !== 'latest' ? ' ' + word(n.version) : ''));
  named(c[1].firstChild, n.address);
  put(mark(c[2].firstChild, 'state ' + tint), text);
  const figures = [rate(live.rate), count(live.errors), took(live.p50_us || undefined), took(live.p99_us || undefined), memory(live.memory), known(live.uptime_s) ? span(live.uptime_s) : NONE];
  figures.forEach((f, i) => put(c[3 + i], f));
  mark(c[4], live.errors > 0 ? 'n bad' : 'n');
}
