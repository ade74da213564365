import type { Token } from 'marked';
import { AuthorError } from '../../../exercises/checked.ts';
import type { Glossary } from '../glossary.ts';
import type { Block } from '../lesson.ts';
import { readDiagram } from './diagram.ts';
import { checkMarkdown, fenceOf, lex, specialFences } from './markdown.ts';
import { checkQuestionIds, readQuiz } from './quiz.ts';

/** Cuts a lesson's body into blocks and checks them all. Throws AuthorError. */
export function readBlocks(body: string, glossary: Glossary, file: string): Block[] {
  const seen: Record<string, number> = {};
  const blocks = piecesOf(lex(body)).map((piece): Block => {
    const fence = fenceOf(piece[0]!);
    if (!specialFences.includes(fence)) return markdownBlock(piece, glossary, file);
    seen[fence] = (seen[fence] ?? 0) + 1;
    return specialBlock(fence, piece[0]!, file, `${fence} ${seen[fence]}`, glossary);
  });
  checkQuestionIds(
    blocks.flatMap((block) => (block.type === 'quiz' ? block.questions : [])),
    file,
  );
  return blocks;
}

/** Special fences alone, all other tokens in runs. */
function piecesOf(tokens: readonly Token[]): Token[][] {
  const pieces: Token[][] = [];
  let run: Token[] | null = null;
  for (const token of tokens) {
    if (token.type === 'space' && !run) continue;
    const special = specialFences.includes(fenceOf(token));
    if (special || !run) pieces.push([token]);
    else run.push(token);
    run = special ? null : pieces.at(-1)!;
  }
  return pieces;
}

function markdownBlock(tokens: readonly Token[], glossary: Glossary, file: string): Block {
  checkMarkdown(tokens, glossary, file);
  return {
    type: 'markdown',
    tokens,
    text: tokens
      .map((token) => token.raw)
      .join('')
      .trimEnd(),
  };
}

function specialBlock(
  fence: string,
  token: Token,
  file: string,
  part: string,
  glossary: Glossary,
): Block {
  const text = String('text' in token ? token.text : '');
  if (fence === 'diagram') return readDiagram(text, file, part);
  if (fence === 'quiz') return quizBlock(text, glossary, file, part);
  const name = text.trim();
  if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(name))
    throw new AuthorError(
      file,
      part,
      `is "${name}"`,
      'write the id of one exercise that has a simulation, component/exercise',
    );
  return { type: 'simulation', name };
}

function quizBlock(yaml: string, glossary: Glossary, file: string, part: string): Block {
  const questions = readQuiz(yaml, file, part);
  for (const { question, choices } of questions)
    for (const text of [question, ...choices.flatMap((choice) => [choice.text, choice.why])])
      checkMarkdown(lex(text), glossary, file);
  return { type: 'quiz', questions };
}
