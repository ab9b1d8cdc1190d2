// What the view shows, kept in the address, so that a link brings it back.
import {say} from './dom.js';

const listeners = [];
export const view = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
export const onView = listener => listeners.push(listener);

// Changes some of it; what is empty is left out.
export function change(parts) {
  for (const [name, value] of Object.entries(parts)) value ? view[name] = String(value) : delete view[name];
  history.replaceState(null, '', Object.keys(view).length ? '#' + new URLSearchParams(view) : location.pathname + location.search);
}
export const link = parts => location.origin + location.pathname + '#' + new URLSearchParams(parts);
addEventListener('hashchange', () => {
  for (const name of Object.keys(view)) delete view[name];
  Object.assign(view, Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  for (const listener of listeners) listener();
});

// Copies a text; where there is no clipboard, the element that holds it is selected.
export async function copied(text, element) {
  try {
    await navigator.clipboard.writeText(text);
    say('copied');
    return true;
  } catch {
    if (element) getSelection().selectAllChildren(element);
    say(element ? 'selected, copy it from here' : 'the address bar has the link');
    return false;
  }
}
