import { charactersOf, widthOf } from './width.ts';

/** Signs and, at the same place below, what stands for them where only ASCII is known. Each takes one column. */
const signs = '─━╌═│┃┆┼├┤┬┴╭╮╰╯┌┐└┘┏┓┗┛●◐○✓✗‣·▸▾▶▲▼◷…“”‘’–—→←↑↓↪›≡•▏×★△╳◂█░◌■†';
const ascii = '-=.=||:++|--++++++++####*%ovx~.>v>^vt."' + `"''--><^v>>=*_x*^X<#.@#+`;

const known = new Map(charactersOf(signs).map((sign, index) => [sign, ascii[index]!]));

/** The text in ASCII alone, column for column; a letter that ASCII lacks becomes `?`, or two. */
export function asciiText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return charactersOf(text)
    .map((sign) => (sign <= '~' ? sign : (known.get(sign) ?? plainLetter(sign))))
    .join('');
}

/** `é` is `e`. */
function plainLetter(sign: string): string {
  const [base = '?'] = sign.normalize('NFD');
  return base <= '~' ? base : '?'.repeat(widthOf(sign));
}
