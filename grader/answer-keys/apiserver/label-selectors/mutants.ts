import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with label selectors. */
export const mutants: Mutant[] = [
  {
    name: 'not-equal-needs-the-label',
    find: 'values.every((value) => value !== label)',
    replace: 'label !== undefined && values.every((value) => value !== label)',
    fails: ['Matching > != and notin hold when the label is missing'],
  },
  {
    name: 'exists-needs-a-value',
    find: 'return label !== undefined;',
    replace: 'return Boolean(label);',
    fails: ['Matching > exists and ! ask only for the key: an empty value is a value'],
  },
  {
    name: 'compares-numbers-as-text',
    find: 'integer(label) > integer(values[0])',
    replace: 'label! > values[0]!',
    fails: ['Matching > gt and lt compare integers, not text, and equal is neither'],
  },
  {
    name: 'greater-includes-equal',
    find: 'integer(label) > integer(values[0])',
    replace: 'integer(label) >= integer(values[0])',
    fails: ['Matching > gt and lt compare integers, not text, and equal is neither'],
  },
  {
    name: 'reads-empty-text-as-zero',
    find: '/^\\d+$/',
    replace: '/^\\d*$/',
    fails: [
      'Matching > gt and lt do not match a label that is missing or no integer',
      'Malformed text > > and < take only an integer',
    ],
  },
  {
    name: 'loses-digits-of-large-integers',
    find: 'BigInt(text)',
    replace: 'BigInt(Number(text))',
    fails: ['Matching > gt and lt compare large integers exactly'],
  },
  {
    name: 'finds-labels-on-the-prototype',
    find: 'labels && Object.hasOwn(labels, key) ? labels[key] : undefined',
    replace: 'labels?.[key]',
    fails: ['Matching > an object has the label "constructor" only if somebody put it there'],
  },
  {
    name: 'one-requirement-is-enough',
    find: 'requirements.every(',
    replace: 'requirements.some(',
    fails: [
      'Matching > all requirements must hold, also those on one key',
      'Matching > no requirements match everything',
    ],
  },
  {
    name: 'allows-a-comma-at-the-end',
    find: "while (tokens.accept(','));\n  if (!tokens.atEnd()) tokens.refuse('a comma",
    replace:
      "while (tokens.accept(',') && !tokens.atEnd());\n  if (!tokens.atEnd()) tokens.refuse('a comma",
    fails: ['Malformed text > commas stand between requirements, and nowhere else'],
  },
  {
    name: 'stops-where-it-cannot-read-on',
    find: "  if (!tokens.atEnd()) tokens.refuse('a comma or the end');\n",
    replace: '',
    fails: ['Malformed text > there is nothing between a requirement and the next comma'],
  },
  {
    name: 'keeps-the-order-of-the-text',
    find: 'return sortedByKey(requirements);',
    replace: 'return requirements;',
    fails: ['Keys and values > the result is sorted by key, capitals first'],
  },
  {
    name: 'sorts-as-a-dictionary-does',
    find: 'compareBytes(a.key, b.key)',
    replace: 'a.key.localeCompare(b.key)',
    fails: ['Keys and values > the result is sorted by key, capitals first'],
  },
  {
    name: 'keeps-one-requirement-a-key',
    find: 'return sortedByKey(requirements);',
    replace: 'return sortedByKey([...new Map(requirements.map((r) => [r.key, r])).values()]);',
    fails: ['Keys and values > requirements with one key all stay, in their order'],
  },
  {
    name: 'reserves-in-and-notin',
    find: '!/[=!<>(),]/.test(',
    replace: '!/[=!<>(),]|^in$|^notin$/.test(',
    fails: [
      'Keys and values > in and notin are ordinary words where a key or a value is expected',
      'Sets > in and notin may be values, and keys, of a set',
    ],
  },
  {
    name: 'takes-operators-in-any-case',
    find: 'if (this.next() !== token)',
    replace: 'if (this.next()?.toLowerCase() !== token)',
    fails: ['Malformed text > an operator must be one of the known ones, with the key before it'],
  },
  {
    name: 'needs-a-value-after-the-sign',
    find: "return tokens.atEnd() || tokens.next() === ',' ? '' : tokens.word();",
    replace: 'return tokens.word();',
    fails: ['Keys and values > the value may be left out after =, == and !='],
  },
  {
    name: 'knows-no-double-equals',
    find: '/==|!=|',
    replace: '/!=|',
    fails: ['Keys and values > the signs give =, ==, != with one value'],
  },
  {
    name: 'makes-two-equals-one',
    find: "['==', '=='],",
    replace: "['==', '='],",
    fails: ['Keys and values > the signs give =, ==, != with one value'],
  },
  {
    name: 'separates-at-spaces-only',
    find: '(), \\t\\r\\n]+',
    replace: '(), ]+',
    fails: ['Keys and values > blanks around signs and commas mean nothing'],
  },
  {
    name: 'keeps-the-order-of-values',
    find: '[...values].sort()',
    replace: '[...values]',
    fails: ['Sets > the values are sorted, capitals first, and each is there once'],
  },
  {
    name: 'keeps-values-twice',
    find: 'const values = new Set<string>();\n  do values.add(',
    replace: 'const values: string[] = [];\n  do values.push(',
    fails: ['Sets > the values are sorted, capitals first, and each is there once'],
  },
  {
    name: 'refuses-empty-parentheses',
    find: "tokens.expect('(');",
    replace: "tokens.expect('(');\n  if (tokens.accept(')')) return [];",
    fails: ['Sets > empty parentheses are the set of the empty value'],
  },
  {
    name: 'drops-values-left-out',
    find: "values.add(tokens.isWord() ? tokens.word() : '')",
    replace: '(tokens.isWord() && values.add(tokens.word()))',
    fails: ['Sets > a value left out before, between or after commas is empty'],
  },
  {
    name: 'needs-no-closing-parenthesis',
    find: "tokens.expect(')');",
    replace: "tokens.accept(')');",
    fails: ['Malformed text > a set needs both its parentheses, and commas between its values'],
  },
  {
    name: 'forgets-what-follows-a-negation',
    find: "? { key, operator: '!', values: [] }",
    replace: "? (tokens.atEnd() || readRestriction(tokens), { key, operator: '!', values: [] })",
    fails: ['Malformed text > a negation takes a key and nothing else'],
  },
  {
    name: 'does-not-check-label-keys',
    find: "  if (inKey) return { part: 'key', detail: inKey };\n",
    replace: '',
    fails: [
      'Malformed text > a key must be a legal label key',
      'Selector objects > every malformed entry is named, by its first bad part',
    ],
  },
  {
    name: 'does-not-check-label-values',
    find: 'countProblem(r) ?? r.values.map(labelValueProblem).find(Boolean)',
    replace: 'countProblem(r)',
    fails: [
      'Malformed text > every value must be a legal label value',
      'Selector objects > every malformed entry is named, by its first bad part',
    ],
  },
  {
    name: 'compares-with-anything',
    find: 'return compares && Number',
    replace: 'return compares && false && Number',
    fails: ['Malformed text > > and < take only an integer'],
  },
  {
    name: 'no-selector-matches-everything',
    find: 'requirements !== undefined && matches(',
    replace: 'requirements === undefined || matches(',
    fails: ['Selector objects > no selector matches nothing'],
  },
  {
    name: 'takes-no-selector-for-an-empty-one',
    find: 'if (selector === undefined) return undefined;',
    replace: 'if (selector === undefined) return [];',
    fails: ['Selector objects > no selector matches nothing'],
  },
  {
    name: 'empty-selector-matches-nothing',
    find: 'requirements !== undefined && matches(',
    replace: 'requirements !== undefined && requirements.length > 0 && matches(',
    fails: ['Selector objects > an empty selector matches everything'],
  },
  {
    name: 'expressions-replace-labels',
    find: 'Object.entries(matchLabels)',
    replace: 'Object.entries(matchExpressions.length > 0 ? {} : matchLabels)',
    fails: ['Selector objects > both parts count, and on one key matchLabels stands first'],
  },
  {
    name: 'compares-objects-with-gt',
    find: "['DoesNotExist', '!'],",
    replace: "['DoesNotExist', '!'],\n  ['Gt', 'gt'],",
    fails: ['Selector objects > an unknown operator is an error, not a mismatch'],
  },
  {
    name: 'skips-malformed-entries',
    find: '  if (errors.length > 0) throw new InvalidSelectorError(errors);\n',
    replace: '',
    fails: [
      'Selector objects > an unknown operator is an error, not a mismatch',
      'Selector objects > a malformed selector is an error whatever the labels are',
    ],
  },
  {
    name: 'names-only-the-first-error',
    find: 'new InvalidSelectorError(errors)',
    replace: 'new InvalidSelectorError(errors.slice(0, 1))',
    fails: ['Selector objects > every malformed entry is named, by its first bad part'],
  },
  {
    name: 'sorts-what-it-was-given',
    find: 'values.toSorted()',
    replace: '(values as string[]).sort()',
    fails: ['Writing > the values of a set are sorted, in the text and not in what was given'],
  },
  {
    name: 'writes-values-as-given',
    find: "values.toSorted().join(',')",
    replace: "values.join(',')",
    fails: ['Writing > the values of a set are sorted, in the text and not in what was given'],
  },
  {
    name: 'writes-blanks-after-commas',
    find: "requirements.map(format).join(',')",
    replace: "requirements.map(format).join(', ')",
    fails: ['Writing > commas without blanks stand between requirements, which keep their order'],
  },
];
