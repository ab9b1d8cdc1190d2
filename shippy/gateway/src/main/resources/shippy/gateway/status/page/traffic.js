// Whom an instance calls, the calls that its breakers drop, and those that it refuses.
import {$, el, hide, keyed, mark, named, put, set} from './dom.js';
import {model} from './model.js';
import {NONE, big, count, rate, word} from './text.js';

const REASONS = ['rate', 'caller', 'load'];
const percent = share => (100 * share).toFixed(share > 0 && share < .1 ? 1 : 0) + ' %';
const short = name => word(name).replace(/^.*\.(\w+)[./](\w+)$/, '$1.$2');
const number = n => big(Number(n) || 0); // JSON has large numbers as text

// Which part each of these gets of what its caller calls of its service.
export function shares(links, ofWhat) {
  const sums = new Map();
  for (const l of links) sums.set(ofWhat(l), (sums.get(ofWhat(l)) ?? 0) + (l.rate || 0));
  return l => sums.get(ofWhat(l)) > 0 ? percent((l.rate || 0) / sums.get(ofWhat(l))) : NONE;
}
function table(id, list, key, columns, fill) {
  hide($(id), !list.length);
  keyed($(id).querySelector('tbody'), list, key, () => el('tr', '', set(el('th', 'name'), {scope: 'row'}), ...columns.map(c => el('td', c))), (tr, x) => fill(tr.cells, x));
  hide($('p-traffic'), ['p-callees', 'p-breakers', 'p-refused'].every(t => $(t).hidden));
}
// As each state has it.
export function showCallees(node) {
  const all = model.edges.filter(e => e.from === node.id).map(e => ({...e, to: model.nodes.get(e.to)})), share = shares(all, e => e.to.service);
  table('p-callees', all, e => e.to.id, ['n', 'n', 'n'], (cells, e) => {
    named(cells[0], e.to.label);
    put(cells[1], share(e)); put(cells[2], rate(e.rate)); put(mark(cells[3], e.errors > 0 ? 'n bad' : 'n'), count(e.errors));
  });
}
// As the instance tells them; a breaker that never dropped a call and a method that never refused one are left out.
export function showGuards({breakers = [], methods = []}) {
  table('p-breakers', breakers.filter(b => b.share > 0 || b.dropped > 0), b => b.service + '\n' + b.method, ['name', '', 'n'], (cells, b) => {
    named(cells[0], b.method, short); named(cells[1], b.service);
    put(mark(cells[2], b.share > 0 ? 'bad' : ''), b.share > 0 ? 'open, drops ' + percent(b.share) : 'closed');
    put(cells[3], number(b.dropped));
  });
  table('p-refused', methods.filter(m => REASONS.some(r => m.refused?.[r] > 0)), m => m.method, REASONS.map(() => 'n'), (cells, m) => {
    named(cells[0], m.method, short);
    REASONS.forEach((r, i) => put(cells[1 + i], number(m.refused[r])));
  });
}
