// Where the page begins: each state goes to every part.
import {services} from './call.js';
import {charts} from './charts.js';
import {$, el, mark, put} from './dom.js';
import {foldAll, instances} from './instances.js';
import {keys} from './keys.js';
import {model, state, take} from './model.js';
import {panel, reopen} from './panel.js';
import {begin} from './stream.js';
import {ago, word} from './text.js';
import {resized, topology} from './topology.js';
import {fromView, keep, loadKept, traces} from './traces.js';
import {onView, view} from './view.js';

let opened = false;
function show(latest, paused) {
  if (paused) return keep(latest.traces); // nothing moves, nothing is lost
  take(latest);
  header();
  topology();
  instances();
  panel();
  traces();
  services();
  charts();
  if (opened) return;
  opened = true;
  if (view.instance) reopen();
}
function header() {
  const r = state.registry ?? {}, all = [...model.nodes.values()].filter(n => n.state !== 'stopped'), up = all.filter(n => n.state === 'serving').length;
  const parts = [el('span', 'name mono', word([r.kind, r.location].filter(Boolean).join(' ')))];
  if (r.members > 1) parts.push(el('span', r.alive < r.members ? 'bad' : 'mut', r.alive + '/' + r.members + ' members'));
  if (r.age_ms > 2500) parts.push(el('span', 'bad', 'unreachable, seen ' + ago(r.age_ms) + ' ago'));
  const key = parts.map(p => p.className + p.textContent).join();
  if ($('registry').dataset.key !== key) { $('registry').dataset.key = key; $('registry').replaceChildren(...parts); }
  put($('serving'), all.length ? up + ' of ' + all.length + ' serving' : 'none');
  mark($('serving'), up < all.length ? 'bad' : '');
  const title = all.length ? up + ' of ' + all.length + ' serving · shippy' : 'shippy';
  if (document.title !== title) document.title = title;
}

$('fold').onclick = foldAll;
document.querySelector('.skip').onclick = e => { e.preventDefault(); $('call').focus(); };
new ResizeObserver(() => { if (model) resized(); }).observe($('map'));
onView(() => { fromView(); reopen(); });
keys();
fromView();
loadKept().then(() => { if (model) traces(); });
begin(show);
