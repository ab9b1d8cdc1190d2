// What the latest state says, looked up once.
import {say} from './dom.js';
import {ago, word} from './text.js';

export let state, model;
export const hues = new Map();
export const DOWN = ['unreachable', 'lost'], AWAY = [...DOWN, 'stopped'];
const before = new Map();

export function take(latest) {
  state = latest;
  model = read();
  announce();
}
function read() {
  const services = (state.services ?? []).map(s => ({name: String(s.name), nodes: s.nodes ?? []})).sort((a, b) => a.name < b.name ? -1 : 1);
  const nodes = new Map();
  for (const s of services) {
    if (!hues.has(s.name)) hues.set(s.name, 's' + hues.size % 6);
    s.nodes = s.nodes.map(n => ({...n, id: String(n.id), label: word(n.short || n.id), service: s.name, hue: hues.get(s.name)})).sort(byLabel);
    for (const n of s.nodes) nodes.set(n.id, n);
  }
  return {services, nodes, edges: edges(nodes)};
}
const byLabel = (a, b) => collator.compare(a.label, b.label), collator = new Intl.Collator('en', {numeric: true});
// By its id, or by how others name it.
export const instance = name => model?.nodes.get(name) ?? [...model?.nodes.values() ?? []].find(n => n.short === name || n.address === name);
// A node that is away keeps the edges it had last, until it goes too.
let remembered = [];
function edges(nodes) {
  const given = (state.edges ?? []).map(e => ({...e, from: String(e.from), to: String(e.to)})).filter(e => nodes.has(e.to));
  const have = new Set(given.map(e => e.from + '\n' + e.to));
  const gone = remembered.filter(e => AWAY.includes(nodes.get(e.to)?.state) && !have.has(e.from + '\n' + e.to) && (nodes.has(e.from) || e.out));
  for (const e of given) e.out = !nodes.has(e.from);
  return remembered = [...given, ...gone.map(e => ({...e, rate: 0}))];
}
function announce() {
  const news = [];
  for (const n of model.nodes.values()) {
    if (before.has(n.id) && before.get(n.id) !== n.state) news.push(n.label + ' ' + health(n)[0]);
    before.set(n.id, n.state);
  }
  for (const id of before.keys()) if (!model.nodes.has(id)) before.delete(id);
  if (news.length) say(news.length > 3 ? news.length + ' instances changed' : news.join(', '));
}
export const health = n => ({serving: ['serving', 'ok'], not_serving: ['not serving', 'warn'], unreachable: ['unreachable', 'bad'],
  lost: ['lost ' + ago(n.since_ms ?? 0) + ' ago', 'bad'], stopped: ['stopped ' + ago(n.since_ms ?? 0) + ' ago', 'mut']})[n.state] ?? [word(n.state).slice(0, 24), 'mut'];
