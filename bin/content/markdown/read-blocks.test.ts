import { describe, expect, it } from 'vitest';
import { AuthorError } from '../../../exercises/checked.ts';
import { parseGlossary } from '../glossary.ts';
import { readBlocks } from './read-blocks.ts';

const glossary = parseGlossary('lease: A time limit.', 'glossary.en.yaml');
const read = (body: string) => readBlocks(body, glossary, 'en.md');
const fenced = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\`\n`;
const question = (id: string) =>
  `- id: ${id}\n  question: Why?\n  choices:\n    - {text: So, why: No.}\n    - {text: "Not so", why: Yes., correct: true}`;

describe('a lesson is cut', () => {
  it('where a diagram, a quiz or a simulation stands', () => {
    const body = [
      'Before.\n\n- a [[lease]]\n\n',
      fenced('diagram', 'alt: A box.\n\n+--+\n|  |  \n+--+\n'),
      fenced('quiz', question('why')),
      'Between.\n\n',
      fenced('go', 'x := 1'),
      '\n',
      fenced('simulation', 'etcd/raft'),
    ].join('');
    expect(read(body)).toMatchObject([
      { type: 'markdown', text: 'Before.\n\n- a [[lease]]' },
      { type: 'diagram', alt: 'A box.', lines: ['+--+', '|  |', '+--+'] },
      {
        type: 'quiz',
        questions: [
          {
            id: 'why',
            question: 'Why?',
            choices: [
              { text: 'So', correct: false, why: 'No.' },
              { text: 'Not so', correct: true, why: 'Yes.' },
            ],
          },
        ],
      },
      { type: 'markdown', text: 'Between.\n\n```go\nx := 1\n```' },
      { type: 'simulation', name: 'etcd/raft' },
    ]);
  });

  it('and marks glossary words as tokens, but not in code', () => {
    const [block] = read('A [[lease]] is not `[[code]]`.');
    expect(JSON.stringify(block)).toContain('{"type":"term","raw":"[[lease]]","text":"lease"}');
  });

  it('and takes a diagram of 76 columns, wide letters counted as two', () => {
    expect(read(fenced('diagram', `alt: A.\n\n${'─'.repeat(76)}`))).toHaveLength(1);
    expect(read(fenced('diagram', `alt: A.\n\n${'集'.repeat(38)}`))).toHaveLength(1);
  });
});

describe('an author is told', () => {
  const choices = (text: string) => fenced('quiz', question('why').replace(/ {4}- [\s\S]*/, text));
  const wrong: [string, string, RegExp][] = [
    [
      'that a diagram is too wide',
      fenced('diagram', `alt: A.\n\n\n${'集'.repeat(38)}-`),
      /diagram 1, line 2 is 77 columns wide. Fix: draw it within 76 columns/,
    ],
    [
      'that a diagram has no sentence',
      fenced('diagram', '+--+'),
      /diagram 1 does not start with a sentence for screen readers/,
    ],
    [
      'that a diagram has no drawing',
      fenced('diagram', 'alt: A.\n\n'),
      /write `alt: \.\.\.` on its first line, then a blank line, then the drawing/,
    ],
    ['that a diagram has tabs', fenced('diagram', 'alt: A.\n\n\t|'), /line 1 has a tab/],
    [
      'that a choice has no why',
      choices('    - {text: So, correct: true}\n    - {text: a, why: b}'),
      /quiz 1, question 1, choices\.0\.why/,
    ],
    [
      'that no choice is correct',
      choices('    - {text: a, why: b}\n    - {text: c, why: d}'),
      /quiz 1, question 1 \("why"\) has no correct choice/,
    ],
    [
      'that two choices are correct',
      choices('    - {text: a, why: b, correct: true}\n    - {text: c, why: d, correct: true}'),
      /has 2 correct choices. Fix: mark exactly one/,
    ],
    [
      'that one choice is no choice',
      choices('    - {text: a, why: b, correct: true}'),
      /question 1, choices.*give at least two choices/,
    ],
    [
      'that a question has no id',
      fenced('quiz', question('why').replace('id: why\n  ', '')),
      /quiz 1, question 1, id/,
    ],
    ['that an id is no id', fenced('quiz', question('Why not')), /lower-case words joined by -/],
    ['that a quiz is empty', fenced('quiz', ''), /quiz 1 holds no list of questions/],
    ['that a quiz is not YAML', fenced('quiz', '- id: a: b'), /quiz 1 is not YAML: .* line 1/],
    [
      'which quiz is wrong',
      fenced('quiz', question('a')) + fenced('quiz', question('B')),
      /quiz 2, question 1/,
    ],
    [
      'that two questions have one id',
      fenced('quiz', question('a')) + fenced('quiz', question('a')),
      /question "a" occurs twice/,
    ],
    [
      'that a word in a quiz is unknown',
      fenced('quiz', question('a').replace('Why?', 'Why [[watch]]?')),
      /\[\[watch\]\] is not in the glossary/,
    ],
    [
      'that a word is unknown',
      'A [[leese]].',
      /\[\[leese\]\] is not in the glossary\. Fix: .*\[\[lease\]\]/,
    ],
    [
      'that a word in a table is unknown',
      '| a |\n|---|\n| [[b]] |',
      /\[\[b\]\] is not in the glossary/,
    ],
    [
      'that a simulation has no name',
      fenced('simulation', 'Raft Election'),
      /simulation 1 is "Raft Election"/,
    ],
    [
      'that a diagram stands in a list',
      `- a\n\n  ${fenced('diagram', 'alt: A.').replaceAll('\n', '\n  ')}`,
      /is a diagram inside a list or a quote/,
    ],
    ['that a heading is too high', '# Title\n', /"# Title" is a heading of the first level/],
    ['that code has no language', '```\nx\n```', /the code "x" names no language/],
    [
      'that HTML does not show',
      'Path /registry/<namespace>/pods.',
      /"<namespace>" is HTML, which no terminal shows/,
    ],
    [
      'that a mark is unknown',
      '> [!DANGER]\n> Hot.',
      /\[!DANGER\] is no known mark. Fix: write one of \[!NOTE\]/,
    ],
  ];
  it.each(wrong)('%s', (_, body, message) => {
    expect(() => read(body)).toThrow(AuthorError);
    expect(() => read(body)).toThrow(message);
  });

  it('nothing about comments, indented code, or < and > in code', () => {
    expect(
      read('<!-- later -->\n\nIf `a<b>` then\n\n    <code>\n\n> [!HISTORY]\n> Once.\n'),
    ).toHaveLength(1);
  });
});
