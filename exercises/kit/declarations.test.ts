import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publicFiles, readCatalog } from '../catalog.ts';
import { buildKitTypes } from './declarations.ts';

const root = join(import.meta.dirname, '..', '..');
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
);
// A learner's workspace: nothing installed in it nor above it. skipLibCheck is off to see mistakes in the types as well.
const tsconfig = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    module: 'preserve',
    moduleResolution: 'bundler',
    strict: true,
    noEmit: true,
    types: [],
    skipLibCheck: false,
    paths: { 'course/kit': ['./.course/types/index.d.ts'] },
  },
  include: ['*/*.ts'],
};

let workspace: string;
const types = () => join(workspace, '.course', 'types');
const typeFiles = () =>
  readdirSync(types(), { recursive: true, encoding: 'utf8' }).map((name) => join(types(), name));

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'course-kit-types-'));
  buildKitTypes(types());
  writeFileSync(join(workspace, 'tsconfig.json'), JSON.stringify(tsconfig));
}, 60_000);

afterAll(() => rmSync(workspace, { recursive: true }));

/** What the compiler says about the workspace; empty when all is well. */
function typeErrors(): string {
  try {
    return execFileSync(process.execPath, [compiler, '-p', workspace], { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(workspace, file)), { recursive: true });
  writeFileSync(join(workspace, file), text);
}

describe('a workspace without any installation', () => {
  it('type-checks every stub', { timeout: 60_000 }, () => {
    for (const { dir, file } of readCatalog(root)) {
      mkdirSync(dirname(join(workspace, file)), { recursive: true });
      copyFileSync(join(dir, publicFiles.stub), join(workspace, file));
    }
    write('mine/empty.ts', 'export {};\n');
    expect(typeErrors()).toBe('');
  });

  it('knows the kit, the API and what is at hand at run time', { timeout: 60_000 }, () => {
    write(
      'mine/uses-the-kit.ts',
      `import { ApiError, type Client, conflict, apiResources, parseQuantity, type Pod, type EndpointPort, type ResourceRule, type SelfSubjectRulesReview } from 'course/kit';
      export function nodeOf(client: Client): string | undefined {
        const pod = client.get('pods', 'default', 'web');
        const copy: Pod = structuredClone(pod);
        console.log(pod.metadata.uid.length, copy.spec?.containers[0]?.image);
        return pod.spec?.nodeName;
      }
      export const port: EndpointPort = { name: 'http', port: 80, appProtocol: 'http' };
      export const rule: ResourceRule = { verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['web'] };
      export const verbs = (review: SelfSubjectRulesReview): string[] | undefined => review.status?.resourceRules[0]?.verbs;
      export const error: ApiError = conflict(apiResources.pods, 'web');
      export const amount: bigint = parseQuantity('100m').nano;
      export const path: string = new URL('/api', 'http://host').pathname;
      `,
    );
    expect(typeErrors()).toBe('');
  });

  it('is told of a mistake', { timeout: 60_000 }, () => {
    write(
      'mine/mistaken.ts',
      `import { type Client, type Pod } from 'course/kit';
      export const pod: Pod = { kind: 'Node' };
      export const lost = (client: Client) => client.get('pod', 'default', 'web');
      export const dom: Node = document.body;
      `,
    );
    const errors = typeErrors();
    rmSync(join(workspace, 'mine/mistaken.ts'));
    expect(errors).toContain(`Type '"Node"' is not assignable to type '"Pod"'`);
    expect(errors).toContain(`Argument of type '"pod"' is not assignable`);
    expect(errors).toContain(`Cannot find name 'document'`);
  });
});

describe('the types of the kit', () => {
  it('import only each other', () => {
    const imports = typeFiles()
      .filter((file) => file.endsWith('.d.ts'))
      .flatMap(
        (file) =>
          readFileSync(file, 'utf8').match(/(?<=^(?:import|export) .*from ['"])[^'"]+/gm) ?? [],
      );
    expect(imports.length).toBeGreaterThan(20);
    expect(imports.filter((path) => !/^\.\.?\/.*\.js$/.test(path))).toEqual([]);
  });

  it('take less than 640 KiB in a workspace', () => {
    const bytes = typeFiles().reduce((sum, file) => {
      const stat = statSync(file);
      return stat.isFile() ? sum + stat.size : sum;
    }, 0);
    expect(bytes).toBeLessThan(640 * 1024);
  });
});
