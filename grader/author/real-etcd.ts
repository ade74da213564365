import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A real etcd server of our own: loopback only, on free ports, with a data folder that goes when it goes. */
export interface RealEtcd {
  /** Posts JSON to its gRPC gateway, for example to `/v3/kv/put`. Gives the JSON body, also that of a refusal. */
  post(path: string, body: object): Promise<unknown>;
  /** Posts JSON messages and gives the bodies of a stream, such as `/v3/watch`, as they come. Leaving the loop ends it. */
  stream(path: string, ...messages: object[]): AsyncGenerator<unknown>;
  /** Ends the server, by its process id, and removes its data. */
  stop(): Promise<void>;
}

const missing =
  'etcd is not installed, so nothing is compared with the real one. ' +
  'Install it (Debian, Ubuntu: apt-get install etcd-server) and run the tests again.';

/**
 * Whether the tests against the real etcd can run. Without an etcd this says so on standard error and gives false;
 * in CI, where skipping would go unnoticed, it throws.
 */
export function etcdIsInstalled(): boolean {
  if (spawnSync('etcd', ['--version']).status === 0) return true;
  if (process.env.CI) throw new Error(missing);
  process.stderr.write(`\n${missing}\n\n`);
  return false;
}

/** Starts a server and resolves when it serves clients. Tries again when somebody was quicker to take a free port. */
export async function startRealEtcd(attempts = 3): Promise<RealEtcd> {
  try {
    return await start();
  } catch (error) {
    if (attempts > 1 && String(error).includes('address already in use'))
      return startRealEtcd(attempts - 1);
    throw error;
  }
}

async function start(): Promise<RealEtcd> {
  const dir = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'course-etcd-'));
  const [clientPort, peerPort] = await freePorts();
  const child = spawn(
    'etcd',
    flags(dir, `http://127.0.0.1:${clientPort}`, `http://127.0.0.1:${peerPort}`),
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  const agent = new Agent({ keepAlive: true, maxSockets: 8, noDelay: true });

  async function stop(): Promise<void> {
    agent.destroy();
    child.kill('SIGKILL');
    await ended;
    process.off('exit', endWithUs);
    rmSync(dir, { recursive: true, force: true });
  }

  try {
    await servesClients(child, ended);
  } catch (error) {
    await stop();
    throw error;
  }
  const send = (path: string, messages: object[]) =>
    posted(
      agent,
      Number(clientPort),
      path,
      messages.map((each) => JSON.stringify(each)).join('\n'),
    );
  return {
    post: async (path, body) => JSON.parse(await wholeText(await send(path, [body]))),
    stream: (path, ...messages) => bodies(send(path, messages)),
    stop,
  };
}

function flags(dir: string, clients: string, peers: string): string[] {
  return Object.entries({
    name: 'course',
    'data-dir': dir,
    'listen-client-urls': clients,
    'advertise-client-urls': clients,
    'listen-peer-urls': peers,
    'initial-advertise-peer-urls': peers,
    'initial-cluster': `course=${peers}`,
    logger: 'zap',
    'log-outputs': 'stderr',
  }).flatMap(([name, value]) => [`--${name}`, value]);
}

/** Reads the log until it says that clients are served. */
async function servesClients(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const seen: string[] = [];
  const serving = new Promise<boolean>((resolve, reject) => {
    child.once('error', reject);
    createInterface({ input: child.stderr! }).on('line', (line) => {
      if (seen.push(line) > 20) seen.shift();
      if (line.includes('serving client traffic')) resolve(true);
    });
    void ended.then(() => resolve(false));
  });
  if (!(await serving))
    throw new Error(`etcd ended before it served clients. Its log:\n${seen.join('\n')}`);
}

/** Two ports that were free a moment ago. */
async function freePorts(): Promise<number[]> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

function posted(agent: Agent, port: number, path: string, text: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    request({ agent, host: '127.0.0.1', port, path, method: 'POST', headers }, resolve)
      .on('error', reject)
      .end(text);
  });
}

async function wholeText(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += part;
  return text;
}

async function* bodies(answer: Promise<IncomingMessage>): AsyncGenerator<unknown> {
  const stream = await answer;
  try {
    for await (const line of createInterface({ input: stream })) yield JSON.parse(line);
  } finally {
    stream.destroy();
  }
}
