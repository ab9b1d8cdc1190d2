// Lines that instances wrote, where the run that started them keeps them.
import {$, el, keyed, mark, put} from './dom.js';
import {controls, logs, reason, started, startedAs} from './control.js';
import {instance} from './model.js';
import {clean, clock} from './text.js';

const MOST = 500;

// Shows lines below an element; follows the end unless the reader has scrolled up.
export function showLines(list, lines) {
  const follows = list.scrollHeight - list.scrollTop - list.clientHeight < 30;
  keyed(list, lines.slice(-MOST), l => l.key, l => el('li', /level=(error|fatal)|^\s*at /.test(l.text) ? 'bad' : /level=warn/.test(l.text) ? 'warn' : '', el('span', 'time', clock(l.at)), ...(l.who ? [el('b', 'who ' + l.hue, l.who)] : []), el('span', 'text', clean(l.text, 2000))), (li, l) => mark(li.lastChild, l.found ? 'text found' : 'text'));
  if (follows) list.scrollTop = list.scrollHeight;
}
// The lines of one instance after those that are known; fails with the reason where there are none.
export async function moreLines(node, known) {
  if (!controls()) throw new Error('No logs here. ' + reason());
  const one = startedAs(await started(), node);
  if (!one && known.length) return known; // it has ended: these were its last
  if (!one) throw new Error('No logs here: this run did not start the instance, its own terminal or file has them.');
  const {lines} = await logs(one.id, known.at(-1)?.number ?? 0);
  return [...known, ...lines.map(l => ({...l, key: l.number}))].slice(-MOST);
}
// What the instances of a trace wrote while it ran, or with its id at any time.
const BEFORE = 50, AFTER = 500;
export async function linesBeside(trace) {
  if (!controls()) throw new Error('No logs here. ' + reason());
  const run = await started(), nodes = [...new Set(trace.spans.map(s => instance(s.node)))].filter(n => n && startedAs(run, n)).slice(0, 8);
  if (!nodes.length) throw new Error('No logs here: this run started none of its instances.');
  const end = trace.at + trace.duration_us / 1000 + AFTER;
  const all = await Promise.all(nodes.map(async n => (await logs(startedAs(run, n).id)).lines.map(l => ({...l, key: n.id + l.number, who: n.label, hue: n.hue, found: l.text.includes(trace.id)}))));
  return all.flat().filter(l => l.found || l.at >= trace.at - BEFORE && l.at <= end).sort((a, b) => a.at - b.at);
}
