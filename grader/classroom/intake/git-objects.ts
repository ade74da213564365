import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { caps } from './caps.ts';
import { IntakeProblem } from './intake-problem.ts';

const timeout = 60_000;
const objectId = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * A repository of our own that sees the objects of somebody else's. Their configuration, hooks and attributes, which can
 * name programs to run, are never read by git.
 */
export class GitObjects {
  private readonly dir = mkdtempSync(join(tmpdir(), 'course-git-'));

  private constructor() {}

  /** Opens a bare repository and gives the commit that its HEAD names. Throws IntakeProblem. */
  static async ofRepository(path: string): Promise<[GitObjects, string]> {
    const commit = headOf(path);
    if (existsSync(join(path, 'objects', 'info', 'alternates')))
      throw new IntakeProblem('its objects lie in another repository (objects/info/alternates)');
    const git = new GitObjects();
    await git.opened(async () => {
      const info = join(git.dir, 'objects', 'info');
      mkdirSync(info, { recursive: true });
      writeFileSync(join(info, 'alternates'), `${resolve(path, 'objects')}\n`);
    });
    return [git, commit];
  }

  /** Unpacks a bundle and gives the commit of its HEAD, else of main or master, else of its only branch. Throws IntakeProblem. */
  static async ofBundle(path: string): Promise<[GitObjects, string]> {
    const git = new GitObjects();
    let commit = '';
    await git.opened(async () => {
      const heads = (await git.text('bundle', 'list-heads', resolve(path)))
        .split('\n')
        .map((line) => line.split(' ') as [string, string]);
      commit = chosenHead(heads);
      await git.text('bundle', 'unbundle', resolve(path));
    });
    return [git, commit];
  }

  /** Runs git here and gives what it printed. Throws IntakeProblem with what git says. */
  async text(...args: string[]): Promise<string> {
    return (await this.run(args)).toString('utf8').trimEnd();
  }

  /** Runs git here with input and gives the bytes that it printed. */
  async run(args: readonly string[], input?: string): Promise<Buffer> {
    try {
      const { stdout } = await execa('git', ['--no-pager', '--git-dir', this.dir, ...args], {
        env: cleanEnvironment(),
        extendEnv: false,
        cwd: this.dir,
        encoding: 'buffer',
        timeout,
        maxBuffer: caps.unpackedBytes,
        stripFinalNewline: false,
        ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
      });
      return Buffer.from(stdout);
    } catch (error) {
      const { stderr, shortMessage } = error as { stderr?: Uint8Array; shortMessage: string };
      const said = Buffer.from(stderr ?? '')
        .toString('utf8')
        .trim()
        .split('\n')[0];
      throw new IntakeProblem(`git cannot read it (${said || shortMessage})`);
    }
  }

  close(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }

  private async opened(fill: () => Promise<void>): Promise<void> {
    try {
      await this.run(['init', '--quiet', '--bare', '--template=', this.dir]);
      await fill();
    } catch (error) {
      this.close();
      throw error;
    }
  }
}

function cleanEnvironment(): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
  };
}

/** Reads HEAD and the branch it names by ourselves. */
function headOf(path: string): string {
  const head = smallFile(join(path, 'HEAD'))?.trim() ?? '';
  const [, ref] = /^ref: (refs\/heads\/[\w./-]+)$/.exec(head) ?? [];
  const commit = ref === undefined || ref.includes('..') ? head : refOf(path, ref);
  if (commit !== undefined && objectId.test(commit)) return commit;
  throw new IntakeProblem(
    `its HEAD names no commit (${JSON.stringify(head.slice(0, 100))}): was nothing pushed?`,
  );
}

function refOf(path: string, ref: string): string | undefined {
  const loose = smallFile(join(path, ref))?.trim();
  if (loose) return loose;
  const packed = smallFile(join(path, 'packed-refs')) ?? '';
  return packed
    .split('\n')
    .find((line) => line.endsWith(` ${ref}`))
    ?.split(' ')[0];
}

function smallFile(path: string): string | null {
  try {
    const stat = lstatSync(path);
    return stat.isFile() && stat.size < 1024 * 1024 ? readFileSync(path, 'utf8') : null;
  } catch {
    return null;
  }
}

function chosenHead(heads: readonly (readonly [string, string])[]): string {
  const named = (ref: string) => heads.find(([, name]) => name === ref)?.[0];
  const branches = heads.filter(([, name]) => name?.startsWith('refs/heads/'));
  const only = branches.length === 1 ? branches[0]![0] : undefined;
  const commit = named('HEAD') ?? named('refs/heads/main') ?? named('refs/heads/master') ?? only;
  if (commit !== undefined && objectId.test(commit)) return commit;
  throw new IntakeProblem('the bundle has no HEAD, main or master, and not just one branch');
}
