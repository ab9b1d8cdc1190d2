// Keys, and the help that lists them. They rest while somebody types, and may be turned off.
import {$, closable, el, keyed} from './dom.js';
import {foldAll} from './instances.js';
import {pause} from './stream.js';
import {failedOnly, step} from './traces.js';

const go = id => { $(id).scrollIntoView({block: 'nearest'}); $(id).focus(); };
const KEYS = {
  '/': ['Search the traces', () => $('search').hidden || go('q')],
  f: ['Show failed traces only, or all', () => $('search').hidden || failedOnly()],
  j: ['Next trace', () => step(1)],
  k: ['Trace before', () => step(-1)],
  p: ['Pause the view, or continue', () => pause()],
  c: ['Go to the call form', () => go('service')],
  i: ['Go to the instances', () => go('instances')],
  o: ['Open or fold all groups of instances', () => foldAll()],
  '?': ['Show this help', () => $('help').showModal()],
};
const OFF = 'shippy.keys';
const on = () => { try { return localStorage.getItem(OFF) !== 'off'; } catch { return true; } };

export function keys() {
  keyed($('keys'), [...Object.entries(KEYS), ['Ctrl+Enter', ['Send the request that is being typed']], ['Esc', ['Close this help or an instance']]], k => k[0], ([key, [text]]) => el('div', '', el('dt', '', el('kbd', '', key)), el('dd', '', text)), () => {});
  $('keyson').checked = on();
  $('keyson').onchange = e => { try { localStorage.setItem(OFF, e.target.checked ? 'on' : 'off'); } catch { /* private window */ } };
  $('helpbutton').onclick = () => $('help').showModal();
  closable($('help'), $('help-close'));
  addEventListener('keydown', e => {
    const typing = e.target.closest?.('textarea,select,dialog[open]') || e.target.matches?.('input:not([type=radio],[type=checkbox])');
    if (typing || e.ctrlKey || e.metaKey || e.altKey || !KEYS[e.key] || !on() && e.key !== '?') return;
    e.preventDefault();
    KEYS[e.key][1]();
  });
}
