import { execa } from 'execa';
import { courseVersion, findCompiler, sandboxReport } from '../../grader/index.ts';
import { chooseEditor } from '../learner/editor.ts';
import { findWorkspace } from '../learner/workspace.ts';
import { terminalFacts } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

/** One thing that was looked at. */
export interface DoctorFinding {
  readonly name: string;
  /** `good`: as wished; `note`: works, with less; `bad`: something will not work. */
  readonly state: 'good' | 'note' | 'bad';
  readonly found: string;
  readonly advice: string | null;
}

interface DoctorOptions {
  readonly json?: boolean;
  readonly workspace?: string;
}

const signs = { good: '✓', note: '-', bad: '✗' } as const;

/** Says what this machine has, what that means and what to do. */
export async function doctor({ json, workspace }: DoctorOptions): Promise<void> {
  const findings = [
    node(),
    await sandbox(),
    editor(),
    await types(),
    workspaceFinding(workspace),
    await tool(
      'kubectl',
      ['version', '--client'],
      'later exercises are driven by the real kubectl; install it when you get there',
    ),
    await tool(
      'etcdctl',
      ['version'],
      'lets you try the lessons on a real etcd: sudo apt-get install etcd-client etcd-server',
    ),
    terminal(),
  ];
  process.stdout.write(
    json ? `${JSON.stringify({ course: courseVersion, findings }, null, 2)}\n` : text(findings),
  );
}

function text(findings: readonly DoctorFinding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ name, state, found, advice }) => [
    `${signs[state]} ${name.padEnd(width)}  ${found}`,
    ...(advice ? [`  ${' '.repeat(width)}  To do: ${advice}`] : []),
  ]);
  return `course ${courseVersion}\n\n${lines.join('\n')}\n`;
}

function node(): DoctorFinding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  return {
    name: 'node',
    state: enough ? 'good' : 'bad',
    found: `${process.versions.node} on ${process.platform}`,
    advice: enough ? null : 'install Node 20.19 or newer',
  };
}

async function sandbox(): Promise<DoctorFinding> {
  const { strength, meaning, advice } = await sandboxReport();
  return {
    name: 'sandbox',
    state: strength === 'bubblewrap' ? 'good' : 'note',
    found: `${strength}. ${meaning}`,
    advice,
  };
}

function editor(): DoctorFinding {
  try {
    const { command, why } = chooseEditor(process.env);
    return { name: 'editor', state: 'good', found: `${command} (${why})`, advice: null };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { name: 'editor', state: 'note', found: error.message, advice: error.fix };
  }
}

async function types(): Promise<DoctorFinding> {
  const compiler = await findCompiler();
  return compiler
    ? {
        name: 'type checker',
        state: 'good',
        found: 'TypeScript was found: type errors are shown beside each verdict',
        advice: null,
      }
    : {
        name: 'type checker',
        state: 'note',
        found: 'no TypeScript was found: verdicts come without type errors',
        advice: 'npm install --global typescript',
      };
}

function workspaceFinding(flag?: string): DoctorFinding {
  try {
    return {
      name: 'workspace',
      state: 'good',
      found: findWorkspace({ from: process.cwd(), flag }).dir,
      advice: null,
    };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { name: 'workspace', state: 'note', found: error.message, advice: error.fix };
  }
}

async function tool(name: string, args: string[], advice: string): Promise<DoctorFinding> {
  const { stdout, failed } = await execa(name, args, { reject: false, timeout: 5000 });
  if (failed) return { name, state: 'note', found: 'not found', advice };
  return { name, state: 'good', found: String(stdout).split('\n')[0]!, advice: null };
}

function terminal(): DoctorFinding {
  const { columns, rows, colors, interactive } = terminalFacts();
  if (!interactive)
    return {
      name: 'terminal',
      state: 'note',
      found: 'none: output goes to a pipe or a file',
      advice: null,
    };
  const small = columns < 80 || rows < 24;
  const size = `${columns}x${rows}, ${colors} colors`;
  return {
    name: 'terminal',
    state: small ? 'note' : 'good',
    found: size,
    advice: small ? 'enlarge it to 80x24 or more' : null,
  };
}
