// What the Debug service of an instance tells; fails where it has no such method.
const silent = new Set(); // ids of those that were asked in vain
export async function told(node, method) {
  const key = method + ' ' + node.id;
  if (silent.has(key)) throw new Error('it does not tell');
  const body = JSON.stringify({service: node.service, endpoint: 'Debug.' + method, address: node.address});
  const answer = await fetch('rpc', {method: 'POST', headers: {'content-type': 'application/json', accept: 'application/json'}, body}), tells = await answer.json();
  if (answer.status === 404 || answer.status === 501) silent.add(key);
  if (!answer.ok) throw new Error(tells.detail ?? 'it does not tell');
  return tells;
}
