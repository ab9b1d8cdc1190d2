// Elements. Text from outside enters by textContent and setAttribute, never as HTML.
import {word} from './text.js';

export const $ = id => document.getElementById(id);
export const put = (el, text) => { if (el.textContent !== text) el.textContent = text; return el; };
export const mark = (el, names) => { if (el.getAttribute('class') !== names) el.setAttribute('class', names); return el; };
export const set = (el, all) => { for (const k in all) if (el.getAttribute(k) !== String(all[k])) el.setAttribute(k, all[k]); return el; };
export const el = (tag, names = '', ...kids) => { const e = document.createElement(tag); if (names) e.className = names; e.append(...kids); return e; };
export const draw = (tag, names, ...kids) => { const e = document.createElementNS('http://www.w3.org/2000/svg', tag); if (names) mark(e, names); e.append(...kids); return e; };
export const hide = (el, away) => { if (el.hidden !== away) el.hidden = away; return el; };
export const named = (e, text, short = t => t) => set(put(e, short(word(text))), {title: word(text)});
export const button = (names, text, onclick) => Object.assign(el('button', names, ...text ? [text] : []), {type: 'button', onclick});
// A dialog closes by its button, by Escape, and by a click beside it.
export function closable(dialog, closer) {
  closer.onclick = () => dialog.close();
  dialog.addEventListener('click', e => {
    const r = dialog.getBoundingClientRect();
    if (e.target === dialog && (e.clientX < r.left || e.clientX > r.right || e.clientY < r.top || e.clientY > r.bottom)) dialog.close();
  });
}
// Told to screen readers: news only, not each figure.
export const say = text => put($('say'), text);
// Makes the children match the list by key, and touches only what changed: focus, scroll and animations live on.
const children = new WeakMap();
export function keyed(parent, list, key, make, fill) {
  const old = children.get(parent) ?? new Map(), next = new Map();
  for (const x of list) if (!next.has(key(x))) next.set(key(x), [old.get(key(x))?.[0] ?? make(x), x]);
  for (const [k, [e]] of old) if (!next.has(k)) e.remove();
  let at = parent.firstChild;
  for (const [e, x] of next.values()) {
    fill(e, x);
    if (e === at) at = at.nextSibling;
    else parent.insertBefore(e, at);
  }
  children.set(parent, next);
}
