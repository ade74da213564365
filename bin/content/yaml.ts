import { parse } from 'yaml';
import { AuthorError } from '../../exercises/checked.ts';

/** Parses YAML. Throws AuthorError naming the part of the file and the line within it. */
export function readYaml(yaml: string, file: string, part: string): unknown {
  try {
    return parse(yaml, { prettyErrors: true });
  } catch (error) {
    const [problem] = (error as Error).message.split('\n');
    throw new AuthorError(
      file,
      part,
      `is not YAML: ${problem?.replace(/:$/, '')}`,
      'correct it there',
    );
  }
}
