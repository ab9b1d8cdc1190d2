// Charts of the last 15 minutes. The gateway keeps the figures, so they are there after a reload too.
import {$, draw, el, keyed, mark, named, put, set} from './dom.js';
import {hues, instance, model} from './model.js';
import {NONE, known, last, rate, took} from './text.js';

const KINDS = [['calls', 'Calls a second', rate], ['errors', 'Errors a second', rate], ['p50_us', 'Latency, p50', took], ['p99_us', 'Latency, p99', took]];
const W = 260, H = 92, TOP = 6, LEFT = 2, MOST = 6;

export async function history(names) {
  const query = names.map(n => 'of=' + encodeURIComponent(n)).join('&');
  const answer = await fetch('page/history' + (query && '?' + query));
  if (!answer.ok) throw new Error('history: ' + answer.status);
  return answer.json();
}
let loaded = 0;
export async function charts() { // a new step each ten seconds; asked for as often at most
  const step = Math.floor(Date.now() / 10000);
  if (loaded === step || !model.services.length) return;
  loaded = step;
  try {
    drawCharts($('charts'), await history([]));
  } catch { loaded = 0; }
}
// Four charts below an element, with one line for each service or instance.
export function drawCharts(parent, data) {
  const busiest = ([, a], [, b]) => sum(b.calls) - sum(a.calls);
  const all = Object.entries(data.series ?? {}).sort(busiest), lines = all.slice(0, MOST).map(([name, of]) => ({name, of, hue: hues.get(name) ?? instance(name)?.hue ?? 'sg', short: instance(name)?.label ?? last(name)}));
  keyed(parent, KINDS, k => k[0], makeChart, (figure, kind) => fillChart(figure, kind, lines, data, all.length));
}
const sum = list => list.reduce((s, v) => s + (v ?? 0), 0);
function makeChart([key, title]) {
  const svg = set(draw('svg', '', draw('g', 'grid'), draw('g', 'lines'), draw('line', 'at')), {viewBox: `0 0 ${W} ${H}`, role: 'img', preserveAspectRatio: 'none'});
  const figure = el('figure', 'chart', el('figcaption', '', el('b', '', title), el('span', 'mut')), el('div', 'plot', svg, el('span', 'top mut'), el('span', 'zero mut', '0')), el('p', 'axis mut', el('span', '', '15 min ago'), el('span', '', 'now')), el('ul', 'legend'));
  figure.dataset.kind = key;
  svg.onpointermove = e => point(figure, e.offsetX / svg.clientWidth);
  svg.onpointerleave = () => point(figure);
  return figure;
}
// A round number above all values.
function ceiling(most) {
  const power = 10 ** Math.floor(Math.log10(most || 1));
  return [1, 2, 5, 10].map(n => n * power).find(n => n >= most) || 1;
}
function fillChart(figure, [key, title, text], lines, data, total) {
  const most = ceiling(Math.max(0, ...lines.flatMap(l => l.of[key].map(v => v ?? 0)))), svg = figure.querySelector('svg');
  figure.shown = {lines, key, text, data};
  put(figure.querySelector('.top'), text(most));
  keyed(svg.children[0], [0, .5, 1], y => y, y => set(draw('line'), {x1: 0, x2: W, y1: TOP + y * (H - TOP - 1), y2: TOP + y * (H - TOP - 1)}), () => {});
  keyed(svg.children[1], lines, l => l.name, () => draw('path'), (path, l) => set(mark(path, l.hue), {d: line(l.of[key], most)}));
  keyed(figure.querySelector('.legend'), lines, l => l.name, () => el('li', '', el('i'), el('span', 'name'), el('span', 'n')), (li, l) => {
    mark(li, l.hue);
    if (li.children[1].title !== l.name) named(li.children[1], l.name, () => l.short);
  });
  set(svg, {'aria-label': title + ' over 15 minutes. ' + (lines.map(l => l.short + ': now ' + text(latest(l.of[key])) + ', at most ' + text(Math.max(0, ...l.of[key].map(v => v ?? 0)))).join('; ') || 'nothing known yet')});
  put(figure.querySelector('figcaption .mut'), total > MOST ? 'the ' + MOST + ' busiest of ' + total : '');
  point(figure);
}
const latest = list => list.findLast(known);
function line(values, most) { // a step that nobody saw is a gap, unless it is a single one
  let d = '', gap = 9;
  values.forEach((v, i) => {
    if (!known(v)) return gap++;
    d += (gap > 1 ? 'M' : 'L') + (LEFT + i / (values.length - 1) * (W - 2 * LEFT)).toFixed(1) + ' ' + (H - 1 - v / most * (H - TOP - 1)).toFixed(1);
    if (gap > 1) d += 'h.1'; // a single point shows too
    gap = 0;
  });
  return d;
}
// Shows the values at a place, or the latest.
function point(figure, at) {
  const {lines, key, text, data} = figure.shown, n = lines[0]?.of[key].length ?? 1, i = at === undefined ? undefined : Math.round(at * (n - 1));
  const mark_ = figure.querySelector('.at'), x = (LEFT + (i ?? 0) / (n - 1 || 1) * (W - 2 * LEFT)).toFixed(1);
  set(mark_, {x1: x, x2: x, y1: 0, y2: H, visibility: i === undefined ? 'hidden' : 'visible'});
  lines.forEach((l, k) => { const li = figure.querySelector('.legend').children[k]; if (li) put(li.lastChild, i === undefined ? text(latest(l.of[key])) : known(l.of[key][i]) ? text(l.of[key][i]) : NONE); });
  put(figure.querySelector('.axis').lastChild, i === undefined ? 'now' : ((n - 1 - i) * data.step_ms / 60000).toFixed(1) + ' min ago');
}
