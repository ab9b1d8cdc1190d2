// Publishes and browses services of type _shippy._tcp with bonjour-service.
//
//   peer.js browse SECONDS
//   peer.js publish NAME PORT [KEY=VALUE ...]
//
// STACK_INTERFACE names the interface to use. What browse sees is printed as lines of JSON.
const os = require('os');
const { Bonjour } = require('bonjour-service');

const [mode, ...args] = process.argv.slice(2);
const on = (os.networkInterfaces()[process.env.STACK_INTERFACE] || []).find(
  (address) => address.family === 'IPv4');
if (!on) {
  throw new Error(`STACK_INTERFACE: no interface ${process.env.STACK_INTERFACE}`);
}
// Bound to the address it would hear nothing on Linux.
const bonjour = new Bonjour({ interface: on.address, bind: '0.0.0.0' });

function show(event, service) {
  const { name, host, port, addresses, txt } = service;
  console.log(JSON.stringify({ event, name, host, port, addresses, txt }));
}

if (mode === 'browse') {
  const browser = bonjour.find({ type: 'shippy', protocol: 'tcp' });
  browser.on('up', (service) => show('resolved', service));
  browser.on('txt-update', (service) => show('resolved', service));
  browser.on('srv-update', (service) => show('resolved', service));
  browser.on('down', (service) => show('removed', { name: service.name }));
  // It asks once by itself, which a service that comes later need not answer.
  const asking = setInterval(() => browser.update(), 1000);
  const end = () => {
    clearInterval(asking);
    bonjour.destroy();
  };
  const timer = setTimeout(end, Number(args[0]) * 1000);
  process.on('SIGTERM', () => {
    clearTimeout(timer);
    end();
  });
} else {
  const [name, port, ...text] = args;
  const txt = Object.fromEntries(text.map((pair) => [
    pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  bonjour.publish({
    name, type: 'shippy', port: Number(port), txt, host: `stack-bonjour-${process.pid}.local`,
  });
  process.on('SIGTERM', () => bonjour.unpublishAll(() => bonjour.destroy()));
}
