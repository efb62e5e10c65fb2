import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';

/** A DynamoDB in a process of its own, so that its work is not counted as the handler's: sends its port to the parent. */
const server = dynalite({ createTableMs: 0 });
server.listen(0, '127.0.0.1', () => {
  // a server that listens on a port has an AddressInfo
  process.send?.((server.address() as AddressInfo).port);
});
process.on('disconnect', () => process.exit());
