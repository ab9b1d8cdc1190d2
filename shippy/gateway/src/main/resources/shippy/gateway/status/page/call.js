// The call form: a template and the words of the proto for each endpoint, answers as they come, and the calls before.
import {$, button, el, keyed, mark, named, put, set} from './dom.js';
import {instance, model, state} from './model.js';
import * as traces from './traces.js';
import {clean, clock, took, word} from './text.js';
import {change, copied, view} from './view.js';

const now = () => performance.now();
const schemas = new Map(), drafts = new Map(); // endpoints by service, for the versions that run; what was typed, by endpoint
let endpoint, running;
const option = (value, text) => Object.assign(el('option', '', text), {value});
const edition = name => [...new Set(model.services.find(s => s.name === name)?.nodes.map(n => n.version))].sort().join('\n');

// ---- service, endpoint, request
export function services() {
  const names = model.services.map(s => s.name), old = $('service').value;
  keyed($('service'), names, n => n, n => option(n, word(n)), () => {});
  if (view.call && names.includes(view.call.split('/')[0]) && !old) $('service').value = view.call.split('/')[0];
  $('service').disabled = !names.length;
  if ($('service').value !== old || names.length && schemas.get(old)?.edition !== edition(old)) choose();
  offerTrace();
}
async function choose() {
  const name = $('service').value;
  if (name && schemas.get(name)?.edition !== edition(name)) {
    const schema = {...schemas.get(name), edition: edition(name), endpoints: schemas.get(name)?.endpoints ?? []};
    schemas.set(name, schema);
    try {
      const answer = await fetch('services/' + encodeURIComponent(name), {headers: {accept: 'application/json'}}), body = await answer.json();
      if (!answer.ok) throw new Error(body.detail ?? answer.status);
      schema.endpoints = body.endpoints ?? [];
      schema.doc = body.doc;
    } catch (e) {
      setTimeout(() => schemas.delete(name), 5000); // then asked for again
      if ($('service').value === name && !schema.endpoints.length) verdict('bad', 'its endpoints cannot be read', e.message);
    }
  }
  if ($('service').value !== name) return;
  const all = schemas.get(name)?.endpoints ?? [], [service, wanted] = (view.call ?? '').split('/');
  keyed($('endpoint'), all, e => e.name, e => option(e.name, word(e.name)), () => {});
  if (service === name && all.some(e => e.name === wanted)) $('endpoint').value = wanted;
  offer();
}
function offer() {
  const schema = schemas.get($('service').value), before = endpoint;
  endpoint = (schema?.endpoints ?? []).find(e => e.name === $('endpoint').value);
  for (const id of ['endpoint', 'request', 'go', 'curl', 'cli', 'ccli']) $(id).disabled = !endpoint;
  docs(schema);
  if (!endpoint) return;
  $('ccli').hidden = !asCli();
  if (before !== endpoint) put($('copied'), '');
  const given = endpoint.template ?? endpoint.request ?? {}, text = drafts.get(draft()) ?? (typeof given === 'string' ? given : JSON.stringify(given, null, 2));
  if ($('request').value !== text) $('request').value = text;
  $('request').rows = Math.min(16, Math.max(6, text.split('\n').length + 1));
}
// What the proto file says, where the service tells it.
function docs(schema) {
  put($('doc'), clean(endpoint?.doc ?? '', 2000).trim());
  put($('servicedoc'), clean(schema?.doc ?? '', 2000).trim());
  put($('paths'), (endpoint?.http ?? []).map(word).join('\n'));
  const fields = deep(endpoint?.fields ?? []).slice(0, 200);
  keyed($('fields'), fields, f => f.name, f => el('div', '', el('dt', 'mono', word(f.name), ' ', el('span', 'mut', word(f.type ?? ''))), el('dd')), (row, f) => put(row.lastChild, clean(f.doc ?? '', 1000).trim()));
  $('fielddocs').hidden = !fields.some(f => f.doc);
}
// Fields of messages inside stand below them, with their path.
const deep = (fields, before = '') => fields.flatMap(f => [{...f, name: before + f.name}, ...before.length < 60 ? deep(f.fields ?? [], before + f.name + '.') : []]);
const draft = () => $('service').value + '\n' + $('endpoint').value;
const path = () => encodeURIComponent($('service').value) + '/' + encodeURIComponent($('endpoint').value);

// ---- the call
function verdict(tint, text, hint = '', ...more) {
  $('verdict').replaceChildren(el('b', tint, text), ...more);
  put($('hint'), clean(hint, 4000));
}
async function call(event) {
  event?.preventDefault();
  if (running) return running.abort();
  if (!endpoint) return;
  const began = now(), past = {at: Date.now(), service: $('service').value, endpoint: endpoint.name, request: $('request').value};
  running = new AbortController();
  put($('go'), 'Stop'); put($('answer'), ''); put($('copied'), ''); verdict('mut', 'calling');
  try {
    const answer = await fetch(path(), {method: 'POST', headers: {'content-type': 'application/json', accept: 'application/json', traceparent: `00-${hex(16)}-${hex(8)}-01`}, body: $('request').value, signal: running.signal});
    const text = await drain(answer), time = took((now() - began) * 1000);
    past.result = answer.ok ? 'OK' : String(answer.status);
    answer.ok ? succeeded(answer, text, time) : failed(answer, text, time);
  } catch (e) {
    past.result = e.name === 'AbortError' ? 'stopped' : 'no answer';
    e.name === 'AbortError' ? verdict('mut', 'stopped after ' + took((now() - began) * 1000)) : verdict('bad', 'no answer', 'The gateway does not answer: ' + e.message);
  } finally {
    running = undefined;
    put($('go'), 'Call');
    remember(past);
  }
}
const LONGEST = 200000;
async function drain(answer) { // a stream shows as it comes
  const reader = answer.body.getReader(), decoder = new TextDecoder();
  let text = '', messages = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const more = decoder.decode(part.value, {stream: true});
    text += more;
    if (text.length > LONGEST) { reader.cancel(); return text.slice(0, LONGEST) + '\n… the rest is not shown'; }
    if (endpoint?.stream && answer.ok) {
      messages += more.split('\n').length - 1;
      put($('answer'), clean(text, LONGEST));
      $('answer').scrollTop = $('answer').scrollHeight;
      put($('count'), messages + (messages === 1 ? ' message so far' : ' messages so far'));
    }
  }
  put($('count'), '');
  return text;
}
const formatted = (text, indent) => { try { return JSON.stringify(JSON.parse(text), null, indent); } catch { return text; } };
function by(answer) {
  const id = answer.headers.get('x-shippy-node');
  if (!id) return [];
  const who = named(el('span', 'name'), instance(id)?.label ?? id);
  who.dataset.node = id;
  return [el('span', 'mut', 'by'), who];
}
function succeeded(answer, text, time) {
  put($('answer'), clean(formatted(text, 2), LONGEST + 100));
  follow(answer);
  verdict('ok', 'OK', '', el('span', '', time), ...by(answer));
}
function failed(answer, text, time) {
  let e = {};
  try { e = JSON.parse(text); } catch { e = {detail: text}; }
  follow(answer);
  verdict('bad', word((e.code ?? answer.status) + ' ' + (e.status ?? '')), e.hint ?? '', el('span', '', time), ...by(answer));
  put($('answer'), clean(e.detail || text, LONGEST));
}
// The trace of this call is offered once it is in the stream.
// Calls from the form are always recorded, however many others there are.
let wanted = '';
const hex = bytes => [...crypto.getRandomValues(new Uint8Array(bytes))].map(b => b.toString(16).padStart(2, '0')).join('');
function follow(answer) { wanted = answer.headers.get('traceparent')?.split('-')[1] ?? ''; traces.want(wanted); }
export function offerTrace() {
  if (!wanted || !traces.has(wanted) || running || $('verdict').querySelector('.link')) return;
  const id = wanted;
  $('verdict').append(button('link', 'show its trace', () => { traces.choose(id); $('h-trace').scrollIntoView({block: 'nearest'}); }));
}

// ---- the calls before, in this browser
const KEY = 'shippy.calls', PAST = 20, LONG = 4000;
const past = () => { try { const all = JSON.parse(localStorage.getItem(KEY) ?? '[]'); return Array.isArray(all) ? all : []; } catch { return []; } };
function remember(one) {
  if (one.request.length > LONG) return;
  const same = p => p.service === one.service && p.endpoint === one.endpoint && p.request === one.request;
  try { localStorage.setItem(KEY, JSON.stringify([one, ...past().filter(p => !same(p))].slice(0, PAST))); } catch { /* private window */ }
  showPast();
}
function showPast() {
  const all = past();
  $('past').hidden = !all.length;
  keyed($('pastlist'), all, p => p.at + p.service + p.endpoint, p => el('li', '', button('again', '', () => again(p))), (li, p) => {
    if (!li.firstChild.firstChild) li.firstChild.append(el('span', 'mut', clock(p.at)), el('span', 'name', word(p.endpoint)), el('span', 'tag ' + (p.result === 'OK' ? '' : 'bad'), word(p.result)), named(el('span', 'name mono mut'), p.request));
  });
}
async function again(p) {
  change({call: p.service + '/' + p.endpoint});
  if (![...$('service').options].some(o => o.value === p.service)) return verdict('bad', word(p.service) + ' is not registered now');
  drafts.set(p.service + '\n' + p.endpoint, p.request);
  $('service').value = p.service;
  await choose();
  $('request').focus();
}
$('forget').onclick = () => { localStorage.removeItem(KEY); showPast(); $('service').focus(); };

// ---- copied as a line for a shell
const quote = text => "'" + clean(text, LONGEST).replaceAll("'", "'\\''") + "'";
const bare = text => /^[\w.,:\/@%+=-]+$/.test(text) ? text : quote(text);
const compact = () => formatted($('request').value);
const asCurl = () => 'curl ' + (endpoint.stream ? '-N ' : '') + '-H ' + quote('content-type: application/json') + ' --data-raw ' + quote(compact()) + ' ' + bare(new URL(path(), location.href).href);
function where() {
  const r = state.registry ?? {};
  return r.kind && r.kind !== 'mdns' ? ['--registry=' + bare(r.kind), ...(r.location ? ['--registry_address=' + bare(r.location)] : [])] : [];
}
const asShippy = () => ['shippy', ...where(), endpoint.stream ? 'stream' : 'call', bare($('service').value), bare($('endpoint').value), quote(compact())].join(' ');
// The sample's own program has commands for some of its calls; empty for all others.
function asCli() {
  const cli = ['consignment-cli', ...where()].join(' '), name = $('service').value + '/' + endpoint?.name;
  let id = '';
  try { id = JSON.parse($('request').value).id ?? ''; } catch { /* the form says so */ }
  return {
    'shippy.service.consignment/ShippingService.CreateConsignment': () => "printf '%s' " + quote(compact()) + ' | ' + cli + ' create -',
    'shippy.service.consignment/ShippingService.GetConsignments': () => cli + ' list',
    'shippy.service.consignment/ShippingService.GetConsignment': () => cli + ' get ' + quote(String(id)),
    'shippy.service.consignment/ShippingService.CancelConsignment': () => cli + ' cancel ' + quote(String(id)),
    'shippy.service.vessel/VesselService.GetVessels': () => cli + ' vessels',
  }[name];
}
async function copy(button_, command) {
  put($('copied'), command);
  const label = button_.textContent;
  if (await copied(command, $('copied'))) {
    put(button_, 'Copied');
    setTimeout(() => put(button_, label), 1500);
  }
}
const point = () => change({call: $('service').value + '/' + $('endpoint').value});
$('service').onchange = async () => { change({call: ''}); await choose(); point(); };
$('endpoint').onchange = () => { point(); offer(); };
$('request').oninput = () => drafts.set(draft(), $('request').value);
$('request').onkeydown = e => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) call(e); };
$('form').onsubmit = call;
$('curl').onclick = () => copy($('curl'), asCurl());
$('cli').onclick = () => copy($('cli'), asShippy());
$('ccli').onclick = () => copy($('ccli'), asCli()());
showPast();
