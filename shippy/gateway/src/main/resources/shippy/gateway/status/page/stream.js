// The stream of states, and how fresh the page is.
import {$, put, say} from './dom.js';
import {ago, clock} from './text.js';

const now = () => performance.now();
let heard, asked, source, retry, wait = 1000, online, listen, latest, paused;

// Calls back with each state; while the view is paused, with the second argument true.
export function begin(listener) {
  listen = listener;
  document.addEventListener('visibilitychange', connect);
  setInterval(tick, 1000);
  $('pause').onclick = () => pause(!paused);
  connect();
}
export function pause(on = !paused) {
  paused = on && latest ? Date.now() : 0;
  put($('pause'), paused ? 'Continue' : 'Pause').setAttribute('aria-pressed', String(!!paused));
  document.body.classList.toggle('paused', !!paused);
  say(paused ? 'view paused, data is still collected' : 'view continues');
  if (!paused && latest) listen(latest, false);
  tick();
}
function connect() {
  clearTimeout(retry);
  asked = now();
  source?.close();
  if (document.hidden) return; // a tab in the background holds no connection
  const mine = source = new EventSource('events');
  mine.addEventListener('state', e => {
    latest = JSON.parse(e.data);
    heard = now(); wait = 1000;
    if (online === false) say('connected again');
    online = true;
    listen(latest, !!paused);
    tick();
  });
  mine.onerror = () => {
    mine.close();
    if (online) say('disconnected, trying again');
    online = false;
    retry = setTimeout(connect, wait);
    wait = Math.min(wait * 1.5, 5000);
    tick();
  };
}
function tick() {
  const age = now() - heard, late = online === false || age > 5000;
  document.body.classList.toggle('stale', late);
  $('live').classList.toggle('on', online === true && !late && !paused);
  put($('live'), online === false ? 'disconnected, trying again' + (latest ? '; this is ' + ago(age) + ' old' : '')
    : !latest ? 'connecting' : age > 5000 ? 'no news; this is ' + ago(age) + ' old'
    : paused ? 'paused at ' + clock(paused) + ', data is still collected' : 'live, updated ' + ago(Math.floor(age / 1000) * 1000) + ' ago');
  if (online && Math.min(age, now() - asked) > 15000) connect(); // a connection that is open and silent
}
