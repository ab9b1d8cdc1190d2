// Receives by Fluentd's forward protocol, with acknowledgements, and prints each event as a line of
// JSON.
//
//   server.js PORT
const { EventTime, FluentServer } = require('@fluent-org/logger');

const server = new FluentServer({
  listenOptions: { host: '127.0.0.1', port: Number(process.argv[2]) },
});
server.on('entry', (tag, time, record) => {
  const seconds = time instanceof EventTime
    ? `${time.epoch}.${String(time.nano).padStart(9, '0')}` : time;
  console.log(JSON.stringify({ tag, time: seconds, record }));
});
// An acknowledgement to a client that has gone.
process.on('uncaughtException', (e) => console.error(e.message));
process.on('SIGTERM', () => process.exit());
server.listen().then(() => console.log(JSON.stringify({ listening: server.port })));
