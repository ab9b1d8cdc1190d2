// Words and numbers for people. What services and the registry say is text: controls and marks that reorder it show as a sign of their own.
export const NONE = '–';
export const clean = (text, max = 300) => String(text ?? '').slice(0, max).replace(/(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD').replace(/(\p{M}{2})\p{M}+/gu, '$1'); // piled-up accents are cut
export const word = text => clean(text).replace(/\s+/g, ' ') || NONE;
export const known = n => Number.isFinite(n) && n >= 0;
export const big = n => n < 1e5 ? Math.round(n).toLocaleString('en') : n < 1e14 ? n.toLocaleString('en', {notation: 'compact'}) : n.toExponential(0);
export const rate = r => !known(r) ? NONE : r === 0 ? '0' : r < 0.05 ? '<0.1' : r < 100 ? r.toFixed(1) : big(r);
export const count = n => known(n) ? big(n) : NONE;
export const took = us => !known(us) ? NONE : us < 100 ? Math.round(us) + ' µs' : us < 99950 ? (us / 1000).toFixed(1) + ' ms' : us < 1e6 ? Math.round(us / 1000) + ' ms' : us < 1e8 ? (us / 1e6).toFixed(1) + ' s' : big(us / 1e6) + ' s';
export const memory = b => !known(b) ? NONE : b < 1e9 ? Math.round(b / 1048576) + ' MiB' : b < 1e12 ? (b / 1073741824).toFixed(1) + ' GiB' : big(b / 1073741824) + ' GiB';
export const two = n => String(Math.floor(n)).padStart(2, '0');
export const span = s => s < 60 ? Math.floor(s) + 's' : s < 3600 ? Math.floor(s / 60) + 'm' + two(s % 60) + 's' : s < 86400 ? Math.floor(s / 3600) + 'h' + two(s % 3600 / 60) + 'm' : big(Math.floor(s / 86400)) + 'd' + two(s % 86400 / 3600) + 'h';
export const ago = ms => ms < 90000 ? Math.max(0, Math.round(ms / 1000)) + ' s' : Math.round(ms / 60000) + ' min';
export const clock = at => { const d = new Date(at); return known(+d) ? two(d.getHours()) + ':' + two(d.getMinutes()) + ':' + two(d.getSeconds()) : NONE; };
export const last = name => word(name).split('.').pop();
export const method = name => name.replace(/^([A-Z]+ )?[\w.\/-]*[.\/](\w+)$/, '$1$2');

