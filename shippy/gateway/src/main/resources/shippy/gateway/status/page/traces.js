// Traces: a list that can be searched, the waterfall of one, and what its instances wrote meanwhile.
import {$, el, hide, keyed, mark, named, put, set} from './dom.js';
import {linesBeside, showLines} from './logs.js';
import {instance, state} from './model.js';
import {clean, clock, method, took} from './text.js';
import {change, copied, link, view} from './view.js';

const MOST = 400, SHOWN = 100;
const kept = new Map(); // all that the gateway told; with a failure they stay longer
let shown, wanted = '', fresh = true; // whether there is something that the fields do not offer yet

const troubled = t => t.failed ??= t.spans.some(s => s.error || s.attempt > 1);
export const has = id => kept.has(id);
export const want = id => { wanted = id; };

export function keep(list) {
  for (const t of list ?? []) {
    const id = String(t.id), spans = t.spans ?? [], old = kept.get(id);
    if (old && (old.spans.length > spans.length || old.spans.length === spans.length && old.complete === t.complete)) continue; // an instance that died takes its spans along
    kept.set(id, {...t, id, spans});
  }
  if (kept.size <= MOST) return;
  const old = [...kept.values()].sort((a, b) => a.at - b.at), safe = new Set([view.trace, wanted]);
  for (const t of [...old.filter(t => !troubled(t)), ...old]) if (kept.size > MOST && !safe.has(t.id)) kept.delete(t.id);
}
export async function loadKept() {
  try {
    const answer = await fetch('page/traces');
    if (answer.ok) keep((await answer.json()).traces);
  } catch { /* the stream brings the latest */ }
}

// ---- search
const FIELDS = ['q', 'service', 'method', 'status', 'min'];
const root = t => t.root ??= t.spans.find(s => !t.spans.some(o => o.id === s.parent)) ?? t.spans[0];
// A span's service is that of its instance; the id of one that has gone still begins with it.
const serviceOf = s => instance(s.node)?.service ?? String(s.node).replace(/-[\da-f]{8}-[\da-f-]{27}$/, '');
const status = s => s.status || (s.error ? 'failed' : 'OK');
const facts = t => t.facts ??= {service: new Set(t.spans.map(serviceOf)), method: new Set(t.spans.map(s => method(String(s.name)))), status: new Set(t.spans.map(status))};
const matches = t => {
  const q = (view.q ?? '').trim().toLowerCase(), some = test => t.spans.some(test);
  return (!view.failed || troubled(t)) && ['service', 'method', 'status'].every(f => !view[f] || facts(t)[f].has(view[f])) && (!(view.min > 0) || t.duration_us >= view.min * 1000)
    && (!q || t.id.toLowerCase().startsWith(q) || some(s => [s.name, s.node, instance(s.node)?.label ?? ''].some(text => String(text).toLowerCase().includes(q))));
};
const seen = {service: new Set(), method: new Set(), status: new Set()}; // what the fields offer: all that there ever was
function learn(all) {
  for (const t of all) {
    if (t.facts) continue;
    for (const [name, values] of Object.entries(facts(t))) for (const v of values) if (!seen[name].has(v)) { seen[name].add(v); fresh = true; }
  }
}
function choices(select, any) {
  const list = [...seen[select.name]].sort().slice(0, 200);
  if (view[select.name] && !list.includes(view[select.name])) list.push(view[select.name]);
  keyed(select, ['', ...list], v => v, v => Object.assign(el('option', '', v ? clean(v, 80) : any), {value: v}), () => {});
  if (document.activeElement !== select && select.value !== (view[select.name] ?? '')) select.value = view[select.name] ?? '';
}
const isSearch = () => FIELDS.some(f => view[f]) || view.failed;
export function search() { // from the fields to the view
  const f = $('search').elements;
  change({q: f.q.value, service: f.service.value, method: f.method.value, status: f.status.value, min: f.min.value, failed: f.failed.checked ? 1 : ''});
  traces();
}
export function fromView() {
  const f = $('search').elements;
  fresh = true;
  if (state) traces(); // offers what the view names
  for (const name of FIELDS) f[name].value = view[name] ?? '';
  f.failed.checked = !!view.failed;
  for (const i of $('list').querySelectorAll('input')) i.checked = i.value === (view.trace ?? '');
}
$('search').oninput = search;
$('search').onsubmit = e => { e.preventDefault(); search(); };
$('clear').onclick = () => { change({q: '', service: '', method: '', status: '', min: '', failed: ''}); fromView(); $('search').elements.q.focus(); };
$('copyview').onclick = () => copied(location.href);
export const failedOnly = () => { $('search').elements.failed.click(); };

// ---- the list
export function choose(id) { change({trace: id}); traces(); for (const i of $('list').querySelectorAll('input')) i.checked = i.value === id; }
export function step(by) {
  const inputs = [...$('list').querySelectorAll('input')], at = inputs.findIndex(i => i.value === (view.trace ?? shown?.id ?? '')), next = inputs[Math.max(1, at + by)];
  if (next) { choose(next.value); next.parentNode.scrollIntoView({block: 'nearest'}); }
}
export function traces() {
  keep(state?.traces);
  const all = [...kept.values()].sort((a, b) => b.at - a.at), found = isSearch() ? all.filter(matches) : all, list = found.slice(0, SHOWN);
  hide($('notrace'), !!all.length); hide($('traces'), !all.length); hide($('search'), !all.length);
  const f = $('search').elements;
  learn(all);
  if (fresh) { choices(f.service, 'any service'); choices(f.method, 'any method'); choices(f.status, 'any status'); }
  fresh = false;
  const held = matchMedia('(hover:hover)').matches && $('list').matches(':hover');
  put($('held'), held ? 'list held while you point at it' : '');
  put($('found'), isSearch() ? found.length + ' of ' + all.length + ' match' + (found.length > SHOWN ? ', the latest ' + SHOWN + ' are listed' : '') : all.length > SHOWN ? 'the latest ' + SHOWN + ' of ' + all.length : '');
  if (!held || isSearch()) keyed($('list'), [{id: '', follow: true}, ...list], t => t.id, makeTrace, fillTrace);
  hide($('gone'), !view.trace || has(view.trace));
  showTrace(view.trace ? kept.get(view.trace) : held ? shown : list.find(t => t.complete));
}
function makeTrace(t) {
  const input = el('input');
  input.type = 'radio'; input.name = 'trace'; input.value = t.id; input.checked = t.id === (view.trace ?? '');
  input.onchange = () => { change({trace: t.id}); traces(); };
  return t.follow ? el('label', 'follow', input, 'Follow the latest') : el('label', '', input, el('span', 'time'), el('span', 'name'), el('span', 'tag bad'), el('span', 'n'));
}
function fillTrace(label, t) {
  mark(label, (t.follow ? 'follow' : '') + (t.id === (view.trace ?? '') ? ' chosen' : ''));
  if (t.follow) return;
  const [, time, name, tag, took_] = label.children;
  put(time, clock(t.at)); named(name, root(t)?.name ?? t.id, method); put(took_, took(t.duration_us));
  hide(put(tag, t.spans.some(s => s.attempt > 1) ? 'retried' : troubled(t) ? 'failed' : ''), !troubled(t));
}

// ---- the waterfall
// Spans in the order of a tree, each with its depth. One whose parent nobody tells of stands below the beginning.
function tree(spans) {
  const sorted = [...spans].slice(0, 300).sort((a, b) => a.start_us - b.start_us), out = [], done = new Set(), ids = new Set(sorted.map(s => s.id));
  const first = sorted.find(s => !s.parent), under = s => ids.has(s.parent) ? s.parent : s === first || !s.parent ? undefined : first?.id;
  const visit = (s, depth) => {
    if (done.has(s)) return;
    done.add(s);
    out.push({...s, depth});
    for (const c of sorted) if (c !== s && under(c) === s.id) visit(c, depth + 1);
  };
  for (const s of sorted) if (under(s) === undefined) visit(s, 0);
  for (const s of sorted) visit(s, 0);
  return out;
}
function showTrace(t) {
  hide($('trace'), !t);
  if (!t || t === shown) return;
  const other = shown?.id !== t.id;
  shown = t;
  const rows = tree(t.spans), begin = Math.min(0, ...rows.map(s => s.start_us || 0)), total = Math.max(1, t.duration_us || 0, ...rows.map(s => (s.start_us || 0) + (s.duration_us || 0))) - begin;
  const several = s => s.attempt > 1 || rows.some(o => o !== s && o.parent === s.parent && o.name === s.name && o.attempt > 1);
  const [duration, spans, id] = $('head').children;
  put(duration, took(t.duration_us)); put(spans, rows.length + (rows.length === 1 ? ' span' : ' spans') + ' at ' + clock(t.at)); named(id, t.id); linkOut(t.id);
  keyed($('ticks'), [0, 1, 2, 3, 4], i => i, () => el('span'), (e, i) => put(e, i ? took(total * i / 4) : '0'));
  keyed($('spans'), rows.map((s, i) => ({...s, key: i})), s => s.key, () => el('li', '', el('div', 'what', el('span', 'who name'), el('span', 'name'), el('span', 'tag'), el('span', 'hush')), el('div', 'bar', el('i')), el('span', 'n mut')), (li, s) => {
    const [who, what, tag, start] = li.firstChild.children, n = instance(s.node), bar = li.children[1].firstChild, code = s.error && s.status && s.status !== 'OK' ? ' ' + s.status.toLowerCase().replaceAll('_', ' ') : '';
    mark(li, (n?.hue ?? 'sg') + (s.error ? ' wrong' : ''));
    li.firstChild.style.paddingLeft = Math.min(s.depth, 8) * 12 + 'px';
    named(who, n?.label ?? s.node); named(what, s.name, method);
    hide(put(mark(tag, s.error ? 'tag bad' : 'tag'), (several(s) ? 'attempt ' + s.attempt : '') + (s.error ? (several(s) ? ' ' : '') + 'failed' : '')), !several(s) && !s.error);
    set(tag, {title: code.trim()});
    put(start, code + ' starts at ' + took(s.start_us) + ', takes');
    set(li, {title: [n?.label ?? clean(s.node), clean(s.name), status(s), 'starts at ' + took(s.start_us) + ', takes ' + took(s.duration_us)].join('\n')});
    bar.style.left = Math.min(99, ((s.start_us || 0) - begin) / total * 100) + '%';
    bar.style.width = Math.max(0, Math.min(100, (s.duration_us || 0) / total * 100)) + '%';
    put(li.children[2], took(s.duration_us));
  });
  if (other) beside();
}
// Ids are text from outside: only what is one becomes part of an address.
const outside = document.body.dataset.traceUi;
function linkOut(id) {
  const known = outside && /^[0-9a-f]{32}$/.test(id);
  if (known) set($('traceui'), {href: outside.replaceAll('{id}', id)});
  hide($('traceui'), !known);
}
$('copytrace').onclick = async () => {
  const done = await copied(link({trace: shown.id}));
  if (!done) choose(shown.id);
  put($('copytrace'), done ? 'Copied' : 'In the address');
  setTimeout(() => put($('copytrace'), 'Copy link'), 1500);
};

// ---- logs beside it
$('tracelogs').ontoggle = beside;
async function beside() {
  if (!$('tracelogs').open || !shown) return;
  const t = shown;
  try {
    const lines = await linesBeside(t);
    if (t.id !== shown.id) return;
    $('t-lines').hidden = !lines.length;
    showLines($('t-lines'), lines);
    put($('t-nolines'), lines.length ? '' : 'Its instances wrote nothing at that time.');
  } catch (e) {
    $('t-lines').hidden = true;
    put($('t-nolines'), e.message);
  }
}
