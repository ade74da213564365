import { learnerCompilerOptions } from '../../exercises/compiler-options.ts';

/** Files of a workspace besides the exercises, path -> text. The learner may change all of them. */
export const workspaceFiles: Readonly<Record<string, string>> = {
  'package.json': json({
    name: 'my-cluster',
    private: true,
    description: 'My own small Kubernetes, built part by part',
    type: 'module',
  }),
  'tsconfig.json': json({
    compilerOptions: learnerCompilerOptions('./.course/types/index.d.ts'),
    include: ['**/*.ts'],
  }),
  '.gitignore':
    'node_modules/\n# Progress, backups and types: the course makes them. Your own work stands beside it.\n.course/\n',
  'README.md': `# my-cluster

A small Kubernetes in TypeScript, built by completing the files in this folder, one exercise each.

    course launch        lessons, exercises and verdicts in the terminal
    course list          what is done, what is next
    course grade         grades the exercise you are at
    course hint NAME     a hint when you are stuck
    course doctor        when something does not work

Open this folder in your editor: the types of \`course/kit\` are here, nothing needs to be installed.

Every file is yours to change. \`.course/\` holds your progress and a copy of each file that \`course reset\` took
away; leave that folder to the course. The whole folder can be moved, and kept in git.
`,
};

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
