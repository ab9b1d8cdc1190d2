// One instance: what is known of it, its charts and logs, and what can be done to it.
import {told} from './debug.js';
import {$, closable, el, hide, keyed, mark, named, put, say} from './dom.js';
import {drawCharts, history} from './charts.js';
import {controls, needsToken, order, reason, started, startedAs, useToken} from './control.js';
import {moreLines, showLines} from './logs.js';
import {health, instance, model} from './model.js';
import {settingsOf, showSettings} from './settings.js';
import {NONE, clean, known, memory, rate, span, took, word} from './text.js';
import {showCallees, showGuards} from './traffic.js';
import {change, view} from './view.js';

let id, node, run, lines = [], metadata, timer;

export function openPanel(which) {
  const found = instance(which);
  if (!found) return;
  id = found.id; node = found; run = metadata = undefined; lines = [];
  change({instance: id});
  for (const list of ['p-charts', 'p-lines']) $(list).replaceChildren();
  $('p-setting-table').hidden = true; put($('p-nosettings'), '');
  keyed($('p-charts'), [], k => k, () => {}, () => {}); keyed($('p-lines'), [], k => k, () => {}, () => {});
  put($('p-nolines'), ''); put($('p-result'), ''); $('p-sure').hidden = true;
  showGuards({});
  if (!$('panel').open) $('panel').showModal();
  $('panel').scrollTop = 0;
  panel();
  load();
  refresh();
}
export function closePanel() { if ($('panel').open) $('panel').close(); }
$('panel').onclose = () => { clearTimeout(timer); id = undefined; change({instance: ''}); };
closable($('panel'), $('p-close'));

// What each state changes.
export function panel() {
  if (!id) return;
  node = model.nodes.get(id) ?? {...node, state: 'gone'};
  const [text, tint] = node.state === 'gone' ? ['gone', 'mut'] : health(node);
  mark($('p-title'), node.hue);
  named($('p-title'), node.label);
  put(mark($('p-state'), 'state ' + tint), text);
  const one = run && startedAs(run, node);
  const facts = [['Service', node.service], ['Address', node.address], ['Version', node.version], ['Id', node.id],
    ['Calls', rate(node.rate) + '/s, p50 ' + took(node.p50_us) + ', p99 ' + took(node.p99_us)], ['Memory', memory(node.memory)], ['Up for', known(node.uptime_s) ? span(node.uptime_s) : NONE],
    ...(one ? [['Program', one.program], ['Process', one.pid ? String(one.pid) : 'waits to be started']] : [])];
  keyed($('p-facts'), facts, f => f[0], f => el('div', '', el('dt', '', f[0]), el('dd', 'mono')), (row, f) => put(row.lastChild, word(f[1])));
  showCallees(node);
  for (const action of ['kill', 'restart', 'add']) hide($('p-' + action), !one);
  put($('p-why'), one ? '' : !controls() ? reason() : needsToken() ? 'This gateway asks for its token.' : run ? 'This run did not start the instance, so it cannot be controlled here.' : '');
  hide($('p-token'), !needsToken());
}
async function load() {
  const mine = id;
  if (controls() && !needsToken()) await started().then(r => { run = r; }, e => put($('p-why'), e.message));
  if (mine !== id) return;
  panel();
  try {
    const answer = await fetch('services/' + encodeURIComponent(node.service), {headers: {accept: 'application/json'}}), body = await answer.json();
    metadata = body.nodes?.find(n => n.id === mine)?.metadata ?? {};
  } catch { metadata = undefined; }
  if (mine === id) pairs($('p-metadata'), Object.entries(metadata ?? {}), metadata ? 'It registered none.' : 'The gateway could not read it.');
}
function pairs(list, entries, none) {
  keyed(list, entries.length ? entries : [['', none]], e => e[0], e => el('div', '', el('dt', '', word(e[0] || NONE)), el('dd', 'mono')), (row, e) => put(row.lastChild, clean(e[1])));
}
// Where an instance does not tell its settings, those that the run has given to all are known.
async function settings() {
  const mine = id, found = await settingsOf(node).catch(() => undefined), one = run && startedAs(run, node);
  if (mine !== id) return;
  const given = one ? [{name: 'server_id', value: one.id, source: 'the run'}, ...run.settings.filter(s => s.name !== 'server_id')] : [];
  $('p-setting-table').hidden = !found && !one;
  showSettings(found ?? {problem: '', rows: given.map(s => ({...s, others: []})), differ: 0});
  if (!found && !one) put($('p-nosettings'), 'Not known: the instance does not tell its settings, and this gateway did not start it. ‘shippy config’ where it was started shows them.');
}
async function refresh() {
  clearTimeout(timer);
  const mine = id;
  if (!document.hidden) await Promise.allSettled([settings(), // as for the stream: a tab in the background asks nobody
    told(node, 'Stats').then(stats => { if (mine === id) showGuards(stats); }),
    history([mine]).then(data => { if (mine === id) drawCharts($('p-charts'), data); }),
    moreLines(node, lines).then(more => { if (mine === id) { lines = more; $('p-lines').hidden = !lines.length; showLines($('p-lines'), lines); put($('p-nolines'), lines.length ? '' : 'It has written nothing yet.'); } }, e => { if (mine === id) $('p-lines').hidden = !lines.length; put($('p-nolines'), e.message); })]);
  if (mine && mine === id) timer = setTimeout(refresh, 2000);
}

// ---- orders: asked, confirmed, told
let sure;
function confirm(question, word_, act) {
  put($('p-question'), question);
  put($('p-yes'), word_);
  sure = act;
  $('p-sure').hidden = false;
  $('p-no').focus();
}
const settle = () => { $('p-sure').hidden = true; sure = undefined; };
$('p-no').onclick = () => { settle(); $('p-kill').focus(); };
$('p-yes').onclick = async () => {
  const act = sure;
  settle();
  $('p-kill').focus();
  await act?.();
};
async function tell(done, act) {
  try {
    await act();
    put($('p-result'), done);
    say(done);
    load();
  } catch (e) {
    put($('p-result'), 'That did not work: ' + e.message);
    say('That did not work: ' + e.message);
  }
}
$('p-kill').onclick = () => { const n = node; confirm('Kill ' + n.label + '? It ends at once, as in a crash, and is started again.', 'Kill it', () => tell(n.label + ' was killed', () => order('kill', {name: n.id}))); };
$('p-restart').onclick = () => { const n = node; confirm('Restart ' + n.label + '? It ends its calls first.', 'Restart it', () => tell(n.label + ' restarts', () => order('restart', {name: n.id}))); };
$('p-add').onclick = () => ask(node.service);
function ask(service) {
  confirm('Start one more instance of ' + word(service) + '?', 'Start it', () => tell('one more instance of ' + word(service) + ' starts', async () => {
    const now = await started(), same = now.instances.filter(i => i.service === service);
    if (!same.length) throw new Error('this run has no instance of ' + service);
    const program = same[0].program;
    await order('scale', {name: program, instances: now.instances.filter(i => i.program === program).length + 1});
  }));
}
// From a group's row, where no panel is open.
export function addOne(service) {
  const one = model.services.find(s => s.name === service)?.nodes[0];
  if (!one) return;
  openPanel(one.id);
  ask(service);
}
$('p-token').onsubmit = e => { e.preventDefault(); useToken($('p-secret').value); $('p-secret').value = ''; load(); refresh(); };
export const reopen = () => view.instance && view.instance !== id ? openPanel(view.instance) : !view.instance && closePanel();
