import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ResultRecord } from '../../verdict/record.ts';

/** A malicious solution, as its file says: what it tries, and the verdict that it must get. */
export interface Threat {
  /** `T07-forge-frames`. */
  readonly name: string;
  readonly tries: string;
  /** One of these must be the verdict. */
  readonly verdicts: readonly ResultRecord['status'][];
  /** Files of its workspace, with their texts; the solution is among them unless it is a link. */
  readonly files: Readonly<Record<string, string>>;
  /** Links of its workspace, with where they lead. */
  readonly links: Readonly<Record<string, string>>;
}

const folder = fileURLToPath(new URL('../threats', import.meta.url));
const helper = 'ways-out.ts';
const solution = 'fixture/notebook.ts';

/** Reads every threat. `places` stand in the texts as `<course>` and `<answer key>`. */
export function readThreats(places: Readonly<Record<string, string>>): Threat[] {
  return readdirSync(folder)
    .filter((file) => file !== helper)
    .map((file) =>
      parseThreat(basename(file, '.ts'), placed(file, places), placed(helper, places)),
    );
}

function placed(file: string, places: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(folder, file), 'utf8');
  return Object.entries(places).reduce(
    (all, [name, path]) => all.replaceAll(`<${name}>`, path),
    text,
  );
}

function parseThreat(name: string, text: string, helperText: string): Threat {
  const head = (pattern: RegExp) =>
    Array.from(text.matchAll(pattern), ([, ...parts]) => parts as string[]);
  const [tries] = head(/^\/\/ Tries: (.+)$/gm);
  const [verdict] = head(/^\/\/ Verdict: (.+)$/gm);
  if (!tries || !verdict) throw new Error(`${name}: say "// Tries: ..." and "// Verdict: ..."`);
  const [repeated] = head(/^\/\/ Its text, (\d+) times: (.+)$/gm);
  const [link] = head(/^\/\/ It is a link: (.+)$/gm);
  const shipped = head(/^\/\/ With file (\S+): (.+)$/gm).map(([file, body]) => [
    unescaped(file!),
    body,
  ]);
  const links = head(/^\/\/ With link (\S+): (.+)$/gm);
  const own = repeated ? unescaped(repeated[1]!).repeat(Number(repeated[0])) : text;
  return {
    name,
    tries: tries[0]!,
    verdicts: verdict[0]!.split(', or ') as Threat['verdicts'],
    files: Object.fromEntries([
      ...shipped,
      [`fixture/${helper}`, helperText],
      ...(link ? [] : [[solution, own]]),
    ]),
    links: Object.fromEntries([...links, ...(link ? [[solution, link[0]!]] : [])]),
  };
}

/** Escapes of JSON stand for what cannot stand in a line. */
function unescaped(text: string): string {
  return JSON.parse(`"${text.replaceAll('"', '\\"')}"`);
}
