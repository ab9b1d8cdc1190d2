// The picture of who calls whom, and the same as a table.
import {$, draw, el, hide, keyed, mark, named, put, set} from './dom.js';
import {AWAY, DOWN, health, hues, model} from './model.js';
import {count, last, rate, word} from './text.js';
import {shares} from './traffic.js';

const callers = new Map(); // service -> services that were seen to call it: columns stay when calls stop
function layer(service, layers) {
  if (!layers.has(service)) {
    layers.set(service, 0); // what leads back here, a cycle, counts as no caller
    const above = [...callers.get(service) ?? []].filter(c => model.services.some(s => s.name === c));
    layers.set(service, 1 + Math.max(0, ...above.map(c => layer(c, layers))));
  }
  return layers.get(service);
}
let room = 0; // asked for when it changes only: in an update it would cost a layout
export const resized = () => { room = $('map').clientWidth; topology(); };
export function topology() {
  const empty = !model.services.length;
  hide($('none'), !empty); hide($('map'), empty); hide($('calls'), empty);
  if (empty) {
    $('none').replaceChildren(el('strong', '', 'No service is registered'), 'Start the two sample services, in a checkout of shippy:', el('br'), el('code', '', document.body.dataset.start));
    return put($('total'), '');
  }
  const {boxes, groups, links, width, height, tall} = plan(room ||= $('map').clientWidth || 600);
  set($('map').firstChild, {width, height, viewBox: '0 0 ' + width + ' ' + height, 'aria-label': summary(links)});
  put($('total'), rate(links.filter(l => l.a.caller).reduce((sum, l) => sum + l.rate, 0)) + ' calls/s from outside');
  keyed($('groups'), groups, g => g.key, () => draw('g', '', draw('rect'), draw('text'), draw('title')), drawGroup);
  keyed($('nodes'), boxes, b => b.key, makeNode, drawNode);
  keyed($('edges'), links, l => l.key, () => draw('g', 'edge', draw('path'), draw('path', 'flow'), draw('title')), (g, l) => drawEdge(g, l, tall));
  keyed($('rates'), place(links, boxes, tall), l => l.key, () => draw('g', 'edge', draw('text', 'rate')), drawRate);
  const share = shares(links, l => l.a.key + '\n' + l.b.service);
  keyed($('pairs'), links, l => l.key, () => el('tr', '', el('td', 'name'), el('td', 'name'), el('td', 'n'), el('td', 'n'), el('td', 'n')), (tr, l) => {
    named(tr.cells[0], l.a.title); named(tr.cells[1], l.b.title);
    [share(l), rate(l.rate), count(l.errors)].forEach((f, i) => put(tr.cells[2 + i], f));
  });
}
const summary = links => [...new Set(links.map(l => (l.a.caller ? l.a.name : last(l.a.service)) + ' calls ' + last(l.b.service)))].join(', ') || 'no calls';
// Boxes, their groups and the edges between them, with places. A service of many instances is one box.
function plan(room) {
  const tall = room < 560, limit = tall || model.nodes.size > 48 ? 3 : 12, of = new Map(), layers = new Map(), rows = [[]];
  for (const e of model.edges) {
    const from = model.nodes.get(e.from)?.service, to = model.nodes.get(e.to).service;
    if (from && from !== to) callers.set(to, (callers.get(to) ?? new Set()).add(from));
    const key = 'out ' + e.from;
    if (!from && !of.has(key)) {
      const box = {key, name: word(e.from), title: word(e.from), caller: true, hue: 'sg', sum: 0};
      of.set(key, box);
      rows[0].push({key, name: '', hue: 'sg', boxes: [box]});
    }
  }
  for (const s of model.services) {
    const at = layer(s.name, layers), fold = s.nodes.length > limit;
    const boxes = fold ? [folded(s)] : s.nodes.map(n => ({key: 'node ' + n.id, id: n.id, name: n.label, title: n.label, service: s.name, hue: n.hue, states: n.state, node: n}));
    s.nodes.forEach((n, i) => of.set(n.id, boxes[fold ? 0 : i]));
    (rows[at] ??= []).push({key: s.name, name: s.name, hue: hues.get(s.name), boxes});
  }
  const links = new Map();
  for (const e of model.edges) {
    const a = of.get(e.out ? 'out ' + e.from : e.from), b = of.get(e.to), key = a.key + '\n' + b.key;
    if (!links.has(key)) links.set(key, {key, a, b, rate: 0, errors: 0});
    const l = links.get(key);
    l.rate += e.rate || 0; l.errors += e.errors || 0;
    if (a.caller) a.sum += e.rate || 0;
  }
  const columns = Array.from(rows, r => r ?? []).filter(r => r.length);
  columns.forEach((c, i) => c.forEach(g => g.boxes.forEach(b => b.column = i)));
  const loops = [...links.values()].some(l => l.a.column === l.b.column) ? 40 : 0;
  const size = tall ? stack(columns, room) : spread(columns, room - loops);
  if (!tall) size.width += loops;
  return {...size, tall, groups: columns.flat(), boxes: columns.flat().flatMap(g => g.boxes), links: [...links.values()]};
}
function folded(s) {
  const by = name => s.nodes.filter(n => n.state === name).length, wrong = ['lost', 'unreachable', 'not_serving'].filter(by), odd = by('stopped') ? [...wrong, 'stopped'] : wrong;
  return {key: 'fold ' + s.name, name: s.nodes.length + ' instances', title: last(s.name) + ', ' + s.nodes.length + ' instances', service: s.name, hue: hues.get(s.name),
    states: wrong.length ? 'fold some' : 'fold', sub: odd.length ? odd.map(w => by(w) + ' ' + w.replace('_', ' ')).join(', ')
      : rate(s.nodes.reduce((sum, n) => sum + (n.rate || 0), 0)) + '/s, all serving'};
}
const H = 46, GAP = 10, PAD = 10, HEAD = 24;
function spread(columns, room) { // side by side: a column for each layer
  const n = columns.length, w = Math.max(132, Math.min(184, (room - (n - 1) * 150) / n - 2 * PAD)), col = w + 2 * PAD;
  const width = Math.max(room, n * col + (n - 1) * 90), step = n > 1 ? (width - col - 2) / (n - 1) : 0;
  const tallOf = g => (g.name ? HEAD + PAD : 0) + g.boxes.length * (H + GAP) - GAP;
  const heights = columns.map(c => c.reduce((sum, g) => sum + tallOf(g) + 16, -16)), height = Math.max(150, ...heights) + 4;
  columns.forEach((c, i) => {
    let y = (height - heights[i]) / 2;
    for (const g of c) {
      Object.assign(g, {x: 1 + i * step, y, w: col, h: tallOf(g)});
      g.boxes.forEach((b, j) => Object.assign(b, {x: g.x + PAD, y: y + (g.name ? HEAD : 0) + j * (H + GAP), w, h: H}));
      y += g.h + 16;
    }
  });
  return {width, height};
}
function stack(columns, room) { // on a narrow screen: a row for each layer
  let y = 2;
  for (const c of columns) {
    for (const g of c) {
      const n = g.boxes.length, w = Math.min(170, (room - 2 - 2 * PAD - (n - 1) * 8) / n), x0 = (room - n * w - (n - 1) * 8) / 2;
      Object.assign(g, {x: 1, y, w: room - 2, h: H + (g.name ? HEAD + PAD : 0)});
      g.boxes.forEach((b, j) => Object.assign(b, {x: x0 + j * (w + 8), y: y + (g.name ? HEAD : 0), w, h: H}));
      y += g.h + 12;
    }
    y += 48;
  }
  return {width: room, height: y - 58};
}
const pen = document.createElement('canvas').getContext('2d'), fits = new Map();
function fit(text, room, font, known = '') { // the text, or without a beginning that is known, or its two ends around an ellipsis
  const key = font + room + text;
  if (fits.size > 3000) fits.clear();
  if (!fits.has(key)) {
    pen.font = font + ' ' + getComputedStyle(document.body).fontFamily;
    let fitted = known && text.startsWith(known) && text !== known && pen.measureText(text).width > room ? '…' + text.slice(known.length) : text;
    const letters = [...fitted.slice(0, 200)];
    let keep = letters.length;
    while (keep > 1 && pen.measureText(fitted).width > room) {
      keep--;
      fitted = letters.slice(0, Math.ceil(keep / 2)).join('') + '…' + letters.slice(letters.length - Math.floor(keep / 2)).join('');
    }
    fits.set(key, fitted);
  }
  return fits.get(key);
}
function drawGroup(e, g) {
  const [rect, text, title] = e.children;
  mark(e, 'group ' + g.hue);
  set(rect, {x: g.x, y: g.y, width: g.w, height: g.h, rx: 9, visibility: g.name ? 'visible' : 'hidden'});
  put(set(text, {x: g.x + PAD, y: g.y + 16}), g.name ? fit(word(g.name), g.w - 2 * PAD, '600 11.5px') : '');
  put(title, g.name ? word(g.name) : '');
}
function makeNode() {
  return draw('g', '', draw('rect', 'behind'), draw('rect', 'box'), draw('rect', 'strip'), draw('circle', 'dot'), draw('text', 'name'), draw('text', 'sub'), draw('title'));
}
function drawNode(e, b) {
  const [behind, box, strip, dot, name, sub, title] = e.children;
  mark(e, ['node', b.hue, b.caller ? 'caller' : b.states].join(' '));
  if (b.id) set(e, {'data-id': b.id});
  set(e, {transform: 'translate(' + b.x + ' ' + b.y + ')'});
  set(behind, {x: 4, y: 4, width: b.w, height: b.h, rx: 7});
  set(box, {width: b.w, height: b.h, rx: 7});
  set(strip, {x: 0.5, y: 9, width: 3.5, height: b.h - 18, rx: 1.75});
  set(dot, {cx: b.w - 13, cy: 16, r: 3.5});
  put(set(name, {x: 12, y: 20}), fit(b.name, b.w - 36, '600 13px', b.node ? last(b.service) : ''));
  const line = b.sub ?? (b.caller ? rate(b.sum) + '/s' : b.states === 'serving' ? rate(b.node.rate) + '/s' : health(b.node)[0]);
  put(set(sub, {x: 12, y: 36}), fit(line, b.w - 20, '11.5px'));
  put(title, b.node ? b.title + '\n' + word(b.node.address) + '\n' + health(b.node)[0] : b.title);
}
// The four points of a curve between two boxes, along the way the layers run.
function curve({a, b}, tall) {
  const [u, v, du, dv] = tall ? ['y', 'x', 'h', 'w'] : ['x', 'y', 'w', 'h'], turn = (p, q) => tall ? [q, p] : [p, q];
  const va = a[v] + a[dv] / 2, vb = b[v] + b[dv] / 2, ahead = b[u] >= a[u] + a[du], back = a[u] >= b[u] + b[du];
  const ua = back ? a[u] : a[u] + a[du], ub = ahead ? b[u] : b[u] + b[du];
  const [ca, cb] = ahead || back ? [(ua + ub) / 2, (ua + ub) / 2] : [ua + 46, ub + 46];
  return [turn(ua, va), turn(ca, va), turn(cb, vb), turn(ub, vb)];
}
const away = (l, states) => [l.b.states, l.a.states].find(s => states.includes(s));
const tone = l => away(l, DOWN) ? ' lost' : away(l, AWAY) ? ' stopped' : l.errors > 0 ? ' wrong' : '';
function drawEdge(e, l, tall) {
  const [path, flow, title] = e.children, p = curve(l, tall), d = 'M' + p[0] + 'C' + p[1] + ' ' + p[2] + ' ' + p[3], thin = away(l, AWAY);
  const speed = !(l.rate > 0) ? '' : l.rate < 1 ? ' f1' : l.rate < 10 ? ' f2' : l.rate < 100 ? ' f3' : ' f4';
  mark(e, 'edge ' + l.a.hue + speed + tone(l));
  set(path, {d, 'stroke-width': thin ? 1.5 : (1 + Math.min(7, Math.log2(1 + Math.max(0, l.rate)))).toFixed(1)});
  set(flow, {d});
  put(title, l.a.title + ' → ' + l.b.title + ': ' + rate(l.rate) + '/s' + (l.errors > 0 ? ', ' + count(l.errors) + ' errors' : ''));
}
// Where each rate stands without covering a box or another rate; one that finds no room is in the table only.
function place(links, boxes, tall) {
  const taken = boxes.map(b => [b.x - 3, b.y - 3, b.x + b.w + 3, b.y + b.h + 3]), placed = [];
  if (links.length > 60) return placed;
  for (const l of [...links].sort((x, y) => (y.errors > 0) - (x.errors > 0))) {
    l.text = away(l, AWAY) || rate(l.rate) + '/s' + (l.errors > 0 ? ', ' + count(l.errors) + ' err' : '');
    const p = curve(l, tall), half = l.text.length * 3.4 + 3;
    for (const t of [.5, .44, .56, .38, .62, .32, .68, .27, .73, .22, .78, .18, .82]) {
      const s = 1 - t, [x, y] = [0, 1].map(i => s * s * s * p[0][i] + 3 * s * s * t * p[1][i] + 3 * s * t * t * p[2][i] + t * t * t * p[3][i]);
      const r = [x - half, y - 8, x + half, y + 8];
      if (r[0] < 0 || taken.some(o => r[0] < o[2] && o[0] < r[2] && r[1] < o[3] && o[1] < r[3])) continue;
      taken.push(r);
      placed.push({...l, x, y});
      break;
    }
  }
  return placed;
}
function drawRate(e, l) {
  mark(e, 'edge ' + l.a.hue + tone(l));
  put(set(e.firstChild, {x: l.x.toFixed(1), y: (l.y + 4).toFixed(1)}), l.text);
}

