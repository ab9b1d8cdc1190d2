// Orders to the run that this gateway belongs to: kill, restart, scale, and logs.
const access = document.body.dataset.control;
let token = '';

export const controls = () => access === 'open' || access === 'token';
export const needsToken = () => access === 'token' && !token;
export const useToken = text => { token = text; };
export const reason = () => access === 'closed' ? 'This gateway listens beyond this machine and has no token: start it with --api_token_file.'
  : 'This gateway did not start the instances; ‘shippy run’ starts instances that can be controlled here.';

async function ask(path, options = {}) {
  const headers = {...options.headers, ...(token ? {authorization: 'Bearer ' + token} : {})};
  const answer = await fetch('control/' + path, {...options, headers}), body = await answer.json();
  if (answer.status === 401) token = '';
  if (!answer.ok) throw new Error([body.detail, body.hint].filter(Boolean).join('; '));
  return body;
}
export const order = (action, body) => ask(action, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify(body)});
// What the run has started: instances with program and pid, and their settings.
export const started = () => ask('instances');
export const logs = (id, after = 0) => ask('logs?instance=' + encodeURIComponent(id) + '&after=' + after);
// The one that is registered as this node; a node's id ends with the id it was started with.
export const startedAs = (run, node) => run.instances.find(i => i.service ? node.id === i.service + '-' + i.id : node.id.endsWith('-' + i.id));
