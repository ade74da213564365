import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Files,
  git,
  makeRepository,
  writeFiles,
  writeTarGz,
  writeZip,
} from '../testing/made-archives.ts';
import { caps } from './caps.ts';
import { classEntries } from './entry.ts';
import { type TakenIn, takeIn } from './take-in.ts';

const work: Files = { 'etcd/mvcc-store.ts': 'export class MvccStore {}', 'etcd/helper.ts': '1;' };
const paths = Object.keys(work).sort();

let root: string;
let dir: string;
let trees: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'class intake '));
  dir = join(root, 'in');
  trees = join(root, 'trees');
  mkdirSync(dir);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Takes in the only entry of the class's folder. */
async function only(): Promise<TakenIn & { id: string }> {
  const entries = classEntries(dir);
  expect(entries).toHaveLength(1);
  return { id: entries[0]!.id, ...(await takeIn(entries[0]!, trees)) };
}

function keptText({ tree }: TakenIn, path: string): string {
  return readFileSync(join(trees, tree, path), 'utf8');
}

describe('each kind of entry gives the same work', () => {
  const date = '2026-11-03T10:00:00Z';
  it.each<[string, (target: string) => void | Promise<void>]>([
    ['ada', (target) => writeFiles(target, work)],
    ['ada.zip', (target) => writeZip(target, work)],
    ['ada.tar.gz', (target) => writeTarGz(target, work)],
    ['ada.tgz', (target) => writeTarGz(target, work)],
    [
      'ada.bundle',
      (target) => {
        makeRepository(join(root, 'repo'), work, date);
        git(join(root, 'repo'), date, 'bundle', 'create', '--quiet', target, 'HEAD');
      },
    ],
    [
      'ada.git',
      (target) => {
        makeRepository(join(root, 'repo'), work, date);
        git(root, date, 'clone', '--quiet', '--bare', join(root, 'repo'), target);
      },
    ],
  ])('%s', async (name, make) => {
    await make(join(dir, name));
    const taken = await only();
    expect(taken).toMatchObject({ id: 'ada', problem: null, remarks: [] });
    expect([...taken.files.keys()]).toEqual(paths);
    expect(keptText(taken, 'etcd/mvcc-store.ts')).toBe(work['etcd/mvcc-store.ts']);
  });

  it('the one archive in a folder, as Moodle packs them', async () => {
    mkdirSync(join(dir, 'ada'));
    await writeZip(join(dir, 'ada', 'my-cluster.zip'), work);
    expect([...(await only()).files.keys()]).toEqual(paths);
  });

  it('equal work has one tree, whatever it came in', async () => {
    writeFiles(join(dir, 'ada'), work);
    await writeZip(join(dir, 'bob.zip'), work);
    const [ada, bob] = await Promise.all(classEntries(dir).map((entry) => takeIn(entry, trees)));
    expect(ada!.tree).toBe(bob!.tree);
    expect(readdirSync(trees)).toEqual([ada!.tree]);
  });
});

describe('the time of submission', () => {
  it("is the commit's in a repository", async () => {
    makeRepository(join(root, 'repo'), work, '2026-11-03T10:00:00Z');
    git(join(root, 'repo'), '', 'bundle', 'create', '--quiet', join(dir, 'ada.bundle'), 'main');
    expect((await only()).submittedMs).toBe(Date.parse('2026-11-03T10:00:00Z'));
  });

  it("is an archive's own", async () => {
    await writeZip(join(dir, 'ada.zip'), work);
    utimesSync(join(dir, 'ada.zip'), 1000, 1000);
    expect((await only()).submittedMs).toBe(1_000_000);
  });

  it("is that of a folder's newest file that counts", async () => {
    writeFiles(join(dir, 'ada'), { ...work, 'notes.txt': '' });
    for (const path of paths) utimesSync(join(dir, 'ada', path), 1000, 1000);
    expect((await only()).submittedMs).toBe(1_000_000);
  });
});

describe('what is left out', () => {
  it('links in a folder are not followed, also not to a neighbour', async () => {
    writeFiles(join(root, 'secret'), work);
    mkdirSync(join(dir, 'ada'));
    symlinkSync(join(root, 'secret'), join(dir, 'ada', 'etcd'));
    symlinkSync('/etc/passwd', join(dir, 'ada', 'a.ts'));
    execFileSync('mkfifo', [join(dir, 'ada', 'b.ts')]);
    const taken = await only();
    expect([...taken.files.keys()]).toEqual([]);
    expect(taken.remarks).toHaveLength(3);
    expect([...taken.leftOut].sort()).toEqual(['a.ts', 'b.ts']);
  });

  it('a link as the only thing in a folder is not opened as an archive', async () => {
    await writeZip(join(root, 'secret.zip'), work);
    mkdirSync(join(dir, 'ada'));
    symlinkSync(join(root, 'secret.zip'), join(dir, 'ada', 'mine.zip'));
    expect((await only()).files.size).toBe(0);
  });

  it('names that lead out of a tar archive, links and devices in it', async () => {
    await writeTarGz(
      join(dir, 'ada.tar.gz'),
      {
        ...work,
        '../out.ts': '',
        '/abs.ts': '',
        'a/../../b.ts': '',
        'c\\d.ts': '',
        'e\u0007.ts': '',
      },
      [
        { name: 'l.ts', type: 'symlink', linkname: '/etc/passwd' },
        { name: 'h.ts', type: 'link', linkname: '/etc/passwd' },
        { name: 'd.ts', type: 'character-device' },
        { name: 'f.ts', type: 'fifo' },
      ],
    );
    const taken = await only();
    expect([...taken.files.keys()]).toEqual(paths);
    expect(taken.remarks).toHaveLength(9);
    expect(taken.remarks.join()).not.toContain('\u0007');
    expect(existsSync(join(trees, 'out.ts'))).toBe(false);
  });

  it('links in a zip archive, and a name that leads out of it', async () => {
    await writeZip(join(dir, 'ada.zip'), { ...work, 'xx/yy.ts': '' }, { 'l.ts': '/etc/passwd' });
    const archive = readFileSync(join(dir, 'ada.zip'));
    // The library that writes archives refuses such a name.
    for (let at = archive.indexOf('xx/yy'); at >= 0; at = archive.indexOf('xx/yy'))
      archive.write('../yy', at);
    writeFileSync(join(dir, 'ada.zip'), archive);
    const taken = await only();
    expect([...taken.files.keys()]).toEqual(paths);
    expect(taken.remarks).toHaveLength(2);
  });

  it('links in a repository', async () => {
    const date = '2026-11-03T10:00:00Z';
    mkdirSync(join(root, 'repo'));
    symlinkSync('/etc/passwd', join(root, 'repo', 'l.ts'));
    makeRepository(join(root, 'repo'), work, date);
    git(join(root, 'repo'), date, 'bundle', 'create', '--quiet', join(dir, 'ada.bundle'), 'HEAD');
    const taken = await only();
    expect([...taken.files.keys()]).toEqual(paths);
    expect(taken.leftOut).toEqual(['l.ts']);
  });

  it('one of two names that a file system takes for the same', async () => {
    await writeTarGz(join(dir, 'ada.tar.gz'), {
      'etcd/a.ts': '1',
      'ETCD/A.ts': '2',
      'etcd/a.ts/b.ts': '3',
    });
    const taken = await only();
    expect([...taken.files.keys()]).toEqual(['etcd/a.ts']);
    expect(taken.remarks).toHaveLength(2);
  });

  it('a file that is too large', async () => {
    writeFiles(join(dir, 'ada'), { ...work, 'big.ts': 'x'.repeat(caps.fileBytes + 1) });
    const taken = await only();
    expect(taken.remarks).toEqual([
      `"big.ts" was left out: it has ${caps.fileBytes + 1} bytes, more than ${caps.fileBytes}`,
    ]);
  });

  it('dependencies, hidden folders and what is not TypeScript, without a word', async () => {
    writeFiles(join(dir, 'ada'), {
      ...work,
      'node_modules/a/index.ts': '',
      '.course/types/kit.d.ts': '',
      'README.md': '',
      '.env': '',
    });
    expect([...(await only()).files.keys()]).toEqual(paths);
  });
});

describe('what cannot be read', () => {
  const broken = (name: string, problem: RegExp) =>
    only().then((taken) => {
      expect(taken, name).toMatchObject({ tree: '', files: new Map() });
      expect(taken.problem).toMatch(problem);
    });

  it('a zip bomb', async () => {
    await writeZip(join(dir, 'ada.zip'), { 'a.ts': 'x'.repeat(80_000_000) });
    await broken('bomb', /such an archive is not opened/);
  });

  it('a tar bomb', async () => {
    const path = join(dir, 'ada.tar.gz');
    await writeTarGz(path, { 'a.txt': 'x'.repeat(caps.unpackedBytes + 1024) });
    await broken('bomb', /more than \d+ bytes come out of it/);
  });

  it.each(['ada.zip', 'ada.tar.gz', 'ada.bundle'])(
    '%s that broke off, or is empty',
    async (name) => {
      const path = join(dir, name);
      if (name.endsWith('zip')) await writeZip(path, work);
      else if (name.endsWith('gz')) await writeTarGz(path, work);
      else {
        makeRepository(join(root, 'repo'), work, '2026-11-03T10:00:00Z');
        git(join(root, 'repo'), '', 'bundle', 'create', '--quiet', path, 'HEAD');
      }
      truncateSync(path, 100);
      await broken('cut', /cannot be read as|git cannot read it/);
      truncateSync(path, 0);
      await broken('empty', /it is empty/);
    },
  );

  it('a file that is none of it', async () => {
    writeFileSync(join(dir, 'notes.docx'), 'x');
    await broken('docx', /neither a folder nor/);
  });

  it('too many files', async () => {
    const many = Object.fromEntries(
      Array.from({ length: caps.entries + 1 }, (_, i) => [`${i}.txt`, '']),
    );
    await writeTarGz(join(dir, 'ada.tar.gz'), many);
    await broken('many', /more than 20000 files/);
  });

  it('a repository whose objects lie elsewhere, or with nothing in it', async () => {
    const repo = join(dir, 'ada.git');
    git(root, '', 'init', '--quiet', '--bare', repo);
    await broken('unborn', /its HEAD names no commit/);
    makeRepository(join(root, 'repo'), work, '2026-11-03T10:00:00Z');
    rmSync(repo, { recursive: true });
    git(root, '', 'clone', '--quiet', '--bare', '--shared', join(root, 'repo'), repo);
    await broken('alternates', /objects lie in another repository/);
  });

  it('a configuration in a repository names a program: it is never run', async () => {
    const repo = join(dir, 'ada.git');
    makeRepository(join(root, 'repo'), work, '2026-11-03T10:00:00Z');
    git(root, '', 'clone', '--quiet', '--bare', join(root, 'repo'), repo);
    const mark = join(root, 'ran');
    writeFileSync(
      join(repo, 'config'),
      `[core]\n\tbare = true\n\tpager = touch ${mark}\n\tfsmonitor = touch ${mark}\n[log]\n\tshowSignature = true\n[gpg]\n\tprogram = touch ${mark}\n`,
    );
    expect((await only()).files.size).toBe(2);
    expect(existsSync(mark)).toBe(false);
  });
});
