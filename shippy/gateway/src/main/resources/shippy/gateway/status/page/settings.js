// The settings of an instance, beside those of the others of its service.
import {told} from './debug.js';
import {$, el, hide, keyed, mark, put, set} from './dom.js';
import {AWAY, model} from './model.js';
import {clean, clock, known, word} from './text.js';

const MOST = 20; // instances that are asked
const OWN = new Set(['server_id', 'server_address']); // differ by their nature

async function ask(node) {
  const {problem = '', settings} = await told(node, 'Config');
  if (!Array.isArray(settings)) throw new Error('it does not tell');
  return {problem, settings, values: new Map(settings.map(s => [s.name, s.value ?? '']))};
}
// Its settings; each with the values that others have instead.
export async function settingsOf(node) {
  const same = (model.services.find(s => s.name === node.service)?.nodes ?? []).filter(n => n.id !== node.id && !AWAY.includes(n.state));
  const [own, ...rest] = await Promise.allSettled([node, ...same.slice(0, MOST)].map(ask));
  if (own.reason) throw own.reason;
  const others = rest.filter(r => r.value).map(r => r.value), names = new Set([own.value, ...others].flatMap(o => [...o.values.keys()])), mine = new Map(own.value.settings.map(s => [s.name, s]));
  const rows = [...names].sort().map(name => {
    const value = own.value.values.get(name) ?? '';
    return {name, value, ...mine.get(name), others: OWN.has(name) ? [] : [...new Set(others.map(o => o.values.get(name) ?? ''))].filter(v => v !== value)};
  });
  return {problem: own.value.problem, rows, differ: rows.filter(r => r.others.length).length};
}
const shown = (value, max) => value === '' ? 'unset' : clean(value, max);
export function showSettings({problem, rows, differ}) {
  put(mark($('p-nosettings'), problem ? 'bad' : 'mut'), problem ? 'A change has no effect: ' + clean(problem) : differ ? differ + (differ === 1 ? ' differs' : ' differ') + ' from other instances of this service.' : '');
  keyed($('p-settings'), rows, s => s.name, () => el('tr', '', set(el('th'), {scope: 'row'}), el('td', 'mono', el('span'), ' ', el('span', 'tag'), ' ', el('span', 'tag')), el('td')), (tr, s) => {
    const [value, , pending, , differs] = tr.cells[1].childNodes;
    mark(tr, s.source === 'default' && !s.others.length && !s.pending ? 'mut' : '');
    put(tr.cells[0], word(s.name));
    put(value, shown(s.value));
    hide(put(pending, s.pending ? 'after a restart: ' + shown(s.pending.value ?? '', 60) : ''), !s.pending);
    hide(put(differs, s.others.length ? 'elsewhere: ' + s.others.slice(0, 5).map(v => shown(v, 60)).join(', ') : ''), !s.others.length);
    const since = Number(s.since_ms ?? s.sinceMs);
    put(tr.cells[2], s.source ? clean(s.place || s.source) + (s.reloadable && known(since) && since && s.source !== 'default' ? ' since ' + clock(since) : '') : '');
  });
}
