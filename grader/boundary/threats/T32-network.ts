// Tries: asks the network for help, loopback and unix sockets too.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule, tryAll } from './ways-out';

console.log(
  tryAll(
    () => fetch('http://127.0.0.1:80'),
    () => new WebSocket('ws://127.0.0.1:80'),
    () =>
      nodeModule('net')
        .connect(22, '127.0.0.1')
        .on('error', () => {}),
    () =>
      nodeModule('net')
        .connect('/var/run/docker.sock')
        .on('error', () => {}),
    () => nodeModule('dgram').createSocket('udp4').send('x', 53, '1.1.1.1'),
    () => nodeModule('dns').lookup('example.com', () => {}),
  ).map(typeof String),
);
export const decipher = () => 'anything';
