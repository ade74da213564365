import { Command, InvalidArgumentError, Option } from 'commander';
import { courseVersion, exportFormats, reporters } from '../grader/index.ts';
import type { ExitCode } from './exit-code.ts';

/** Told of the exit code when a command ends well but not with 0. */
export type EndWith = (code: ExitCode) => void;

const workspace = () =>
  new Option(
    '--workspace <dir>',
    'the workspace; by default the nearest folder upward with .course/, else ./my-cluster',
  );

/** The whole command line. Each command's code is loaded only when it runs. */
export function courseProgram(endWith: EndWith): Command {
  const program = new Command('course')
    .description('Learn how Kubernetes works inside by building it.')
    .version(courseVersion)
    .exitOverride()
    .showHelpAfterError('(course --help lists the commands)')
    .addHelpText(
      'after',
      '\nExit codes: 0 done or passed, 1 not passed, 2 wrong usage, 70 a bug of the course.\nStart with:  course launch',
    );

  const command = (words: string, description: string, example: string) =>
    program
      .command(words)
      .description(description)
      .addHelpText('after', `\nExample:\n  ${example}`);

  command('launch', 'open the course in the terminal', 'course launch')
    .addOption(workspace())
    .action(async (options) =>
      endWith(await (await import('./commands/launch.ts')).launch(options)),
    );

  command(
    'init [dir]',
    'create the workspace, by default my-cluster/; never overwrites',
    'course init my-cluster',
  ).action(async (dir) => (await import('./commands/init.ts')).init(dir));

  command(
    'list',
    'components, lessons and exercises: what is done, what is next',
    'course list --json',
  )
    .addOption(workspace())
    .option('--json', 'for programs')
    .action(async (options) => (await import('./commands/list.ts')).list(options));

  command('read <lesson>', 'a lesson as text', 'course read etcd/revisions | less').action(
    async (lesson) => (await import('./commands/read.ts')).read(lesson),
  );

  command(
    'quiz <lesson>',
    'the questions of a lesson, answered one by one',
    'course quiz etcd/revisions',
  )
    .addOption(workspace())
    .option('--answers', 'print the questions with their answers')
    .action(async (lesson, options) => (await import('./commands/quiz.ts')).quiz(lesson, options));

  command(
    'open <exercise>',
    'open your file of an exercise in your editor',
    'course open etcd/mvcc-store',
  )
    .addOption(workspace())
    .action(async (exercise, options) =>
      (await import('./commands/open.ts')).open(exercise, options),
    );

  command(
    'grade [exercises...]',
    'grade your work; without a name the exercise you are at',
    'course grade etcd/mvcc-store --watch',
  )
    .addOption(workspace())
    .option('--all', 'every exercise')
    .option('--watch', 'grade again on each save, until Ctrl+C')
    .option('--json', 'the result records, for programs; the same as --reporter json')
    .addOption(
      new Option('--reporter <form>', 'the form of the verdicts')
        .choices(reporters)
        .default('text'),
    )
    .option('--unfold', 'show every failure in full, not only the first')
    .option('--seed <n>', 'repeat the random input of an earlier run', wholeNumber)
    .addOption(
      new Option('--view <view>', 'all of the record, or what a class may see of it')
        .choices(['practice', 'class'])
        .default('practice'),
    )
    .addOption(
      new Option('--sandbox <how>', 'how strictly your code is locked in')
        .choices(['auto', 'required', 'none'])
        .default('auto'),
    )
    .action(async (exercises, options) =>
      endWith(await (await import('./commands/grade.ts')).grade(exercises, options)),
    );

  command(
    'simulate <exercise>',
    'play a simulation: what happens, as numbered sentences',
    'course simulate etcd/mvcc-store --steps 10 --do 4:delete-web',
  )
    .addOption(workspace())
    .option('--with <exercise>', 'play with your own file of this exercise; repeatable', collected)
    .option('--seed <n>', 'another seed, another course of events', wholeNumber, 1)
    .option('--steps <n>', 'how many steps', wholeNumber, 12)
    .option('--do <step:choice>', 'after that step, interfere; repeatable', interference)
    .option('--pictures', 'draw every moment; a terminal gets the last one anyway')
    .option('--json', 'for programs')
    .action(async (name, options) =>
      endWith(await (await import('./commands/simulate.ts')).simulate(name, options)),
    );

  command(
    'trace <exercise>',
    'replay a failing test step by step: what happened in your own run',
    'course trace etcd/raft-leader-election',
  )
    .addOption(workspace())
    .option('--test <name>', 'which test, by a part of its name; by default the first that fails')
    .option('--seed <n>', 'repeat the random input of an earlier run', wholeNumber)
    .option('--json', 'for programs')
    .action(async (exercise, options) =>
      endWith(await (await import('./commands/trace.ts')).trace(exercise, options)),
    );

  command(
    'hint <exercise> [n]',
    'the next hint, for the first group that fails',
    'course hint etcd/mvcc-store',
  )
    .addOption(workspace())
    .option('--group <title>', 'hints for another group of tests')
    .action(async (exercise, n, options) =>
      (await import('./commands/hint.ts')).hint(exercise, n, options),
    );

  command(
    'diff <exercise>',
    'your file against the stub; after a pass also against the reference',
    'course diff etcd/mvcc-store',
  )
    .addOption(workspace())
    .action(async (exercise, options) =>
      (await import('./commands/diff.ts')).diff(exercise, options),
    );

  command(
    'solution <exercise>',
    'the reference, once you have passed',
    'course solution etcd/mvcc-store',
  )
    .addOption(workspace())
    .option('--unlock', 'for teachers: show it without a pass')
    .action(async (exercise, options) =>
      (await import('./commands/solution.ts')).solution(exercise, options),
    );

  command(
    'reset <exercise>',
    'put the stub back, after saving your file',
    'course reset etcd/mvcc-store',
  )
    .addOption(workspace())
    .option('--yes', 'do not ask')
    .action(async (exercise, options) =>
      (await import('./commands/reset.ts')).reset(exercise, options),
    );

  command('undo', 'bring back the file that the last reset or update took away', 'course undo')
    .addOption(workspace())
    .option('--redo', 'take the last undo back')
    .action(async (options) => (await import('./commands/undo.ts')).undo(options));

  command(
    'update',
    'bring new course content into your workspace, merged with what you wrote; every file is kept first',
    'course update --dry-run',
  )
    .addOption(workspace())
    .option('--dry-run', 'say what would happen, change nothing')
    .action(async (options) => (await import('./commands/update.ts')).update(options));

  command(
    'completion [shell...]',
    'the script with which your shell completes commands and names: bash, zsh or fish',
    'source <(course completion bash)',
  )
    .addOption(new Option('--words', 'what fits at the end of these words').hideHelp())
    .action(async (words, options) =>
      (await import('./commands/completion.ts')).completion(words, options),
    );

  command('doctor', 'what was found on this machine, what that means, what to do', 'course doctor')
    .addOption(workspace())
    .option('--json', 'for programs')
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(options));

  addClassCommands(program, endWith);
  addAuthorCommands(program, endWith);
  return program;
}

const out = () => new Option('--out <dir>', "the class's output folder").makeOptionMandatory();

function addClassCommands(program: Command, endWith: EndWith): void {
  const course = program.command('class').description('for teachers: grade a whole class');
  course
    .command('grade <dir>')
    .description('grade every entry of a folder; goes on where it was stopped')
    .addOption(out())
    .option('--roster <csv>', 'the learners: id, name, email, group, extension, submitted, entry')
    .option('--assignment <json>', 'what counts and how; by default assignment.json in the folder')
    .option('--jobs <n>', 'gradings at a time, by default one a core', positive)
    .addOption(
      new Option('--sandbox <how>', 'required: only in a bubblewrap box; auto: the best there is')
        .choices(['required', 'auto'])
        .default('required'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  course class grade submissions --out results --roster roster.csv',
    )
    .action(async (dir, options) =>
      endWith(await (await import('./commands/class/class-grade.ts')).classGrade(dir, options)),
    );
  course
    .command('report')
    .description("write the class's page and each learner's feedback anew")
    .addOption(out())
    .addHelpText('after', '\nExample:\n  course class report --out results')
    .action(async (options) =>
      (await import('./commands/class/class-report.ts')).classReport(options),
    );
  course
    .command('export')
    .description('print the grades for another system')
    .addOption(out())
    .addOption(
      new Option('--format <form>', 'the form').choices(exportFormats).makeOptionMandatory(),
    )
    .option('--into <csv>', "the other system's own export, to be filled in")
    .option('--learner <id>', 'one learner alone')
    .addHelpText(
      'after',
      '\nExample:\n  course class export --out results --format canvas --into grades.csv > filled.csv',
    )
    .action(async (options) =>
      (await import('./commands/class/class-export.ts')).classExport(options),
    );
  course
    .command('similar')
    .description('compare submissions with each other; needs the package @dodona/dolos-lib')
    .addOption(out())
    .option('--least <percent>', 'name pairs from this similarity on', percent, 70)
    .addHelpText('after', '\nExample:\n  course class similar --out results --least 80')
    .action(async (options) =>
      (await import('./commands/class/class-similar.ts')).classSimilar(options),
    );
  course
    .command('override <learner> <exercise> <points>')
    .description('set points by hand (none takes it back); survives regrading')
    .addOption(out())
    .requiredOption('--reason <text>', 'why; the learner reads it')
    .addHelpText(
      'after',
      '\nExample:\n  course class override ada etcd/mvcc-store 90 --out results --reason "typo in the brief"',
    )
    .action(async (learner, exercise, points, options) =>
      (await import('./commands/class/class-override.ts')).classOverride(
        learner,
        exercise,
        points,
        options,
      ),
    );
}

function percent(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return Number(text);
  throw new InvalidArgumentError('give a percentage from 0 to 100.');
}

function positive(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('give a whole number from 1 up.');
}

function addAuthorCommands(program: Command, endWith: EndWith): void {
  const author = program
    .command('author')
    .description('for authors of lessons and exercises, in a clone');
  author
    .command('new <exercise>')
    .description('make the two folders of a new exercise')
    .requiredOption('--lesson <id>', 'the lesson that teaches it')
    .option('--title <title>', 'its title')
    .addHelpText('after', '\nExample:\n  course author new etcd/watch --lesson etcd/watch')
    .action(async (exercise, options) =>
      (await import('./commands/author-new.ts')).authorNew(exercise, options),
    );
  author
    .command('check [exercises...]')
    .description(
      'prove lessons and exercises: stub fails, reference passes, mutants are killed, nothing is missing or stray',
    )
    .option(
      '--record',
      'write the feedback files instead of comparing them; read them before you commit',
    )
    .addHelpText('after', '\nExample:\n  course author check etcd/mvcc-store')
    .action(async (exercises, options) =>
      endWith(await (await import('./commands/author-check.ts')).authorCheck(exercises, options)),
    );
  author
    .command('mutate [exercises...]')
    .description(
      'count how many machine-made mistakes in the reference the suite notices; records the score',
    )
    .addHelpText('after', '\nExample:\n  course author mutate etcd/mvcc-store')
    .action(async (exercises) =>
      endWith(await (await import('./commands/author-mutate.ts')).authorMutate(exercises)),
    );
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('give a whole number from 0 up.');
  return Number(text);
}

function collected(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function interference(text: string, before: readonly object[] = []): readonly object[] {
  const [, step, choice] = /^(\d{1,6}):([a-z0-9-]+)$/.exec(text) ?? [];
  if (!choice) throw new InvalidArgumentError('write a step and a choice, as in 4:delete-web.');
  return [...before, { step: Number(step), choice }];
}
