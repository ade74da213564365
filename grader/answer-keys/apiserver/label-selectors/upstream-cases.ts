import type { LabelSelector, SelectorOperator } from 'course/kit';

// What Kubernetes' own test tables settle, retyped as data of this course (apimachinery v0.32).
// Left out: the lexer alone, selectors made from sets and from bare requirements that no text or object can express
// (Add, Everything, DeepCopy), conversions back to a map, and requirements that are not well formed when written.

const text = 'apimachinery/pkg/labels/selector_test.go';
const object = 'apimachinery/pkg/apis/meta/v1/helpers_test.go';

/** The test file upstream, the test function, and which case of its table. */
export type Origin = readonly [file: string, test: string, name: string];

type Labels = Record<string, string>;
type Row = [key: string, operator: SelectorOperator, ...values: string[]];

// biome-ignore format: a table, a case a line
const readable: [test: string, text: string, ...Row[]][] = [
  ['TestSelectorParse', 'x=a,y=b,z=c', ['x', '=', 'a'], ['y', '=', 'b'], ['z', '=', 'c']],
  ['TestSelectorParse', ''],
  ['TestSelectorParse', 'x!=a,y=b', ['x', '!=', 'a'], ['y', '=', 'b']],
  ['TestSelectorParse', 'x=', ['x', '=', '']],
  ['TestSelectorParse', 'x= ', ['x', '=', '']],
  ['TestSelectorParse', 'x=,z= ', ['x', '=', ''], ['z', '=', '']],
  ['TestSelectorParse', 'x= ,z= ', ['x', '=', ''], ['z', '=', '']],
  ['TestSelectorParse', '!x', ['x', '!']],
  ['TestSelectorParse', 'x>1', ['x', 'gt', '1']],
  ['TestSelectorParse', 'x>1,z<5', ['x', 'gt', '1'], ['z', 'lt', '5']],
  ['TestDeterministicParse', 'x=a,a=x', ['a', '=', 'x'], ['x', '=', 'a']],
  ['TestDeterministicParse', 'a=x,x=a', ['a', '=', 'x'], ['x', '=', 'a']],
  ['TestSetSelectorParser', '\rx', ['x', 'exists']],
  ['TestSetSelectorParser', 'this-is-a-dns.domain.com/key-with-dash', ['this-is-a-dns.domain.com/key-with-dash', 'exists']],
  ['TestSetSelectorParser', 'this-is-another-dns.domain.com/key-with-dash in (so,what)', ['this-is-another-dns.domain.com/key-with-dash', 'in', 'so', 'what']],
  ['TestSetSelectorParser', '0.1.2.domain/99 notin (10.10.100.1, tick.tack.clock)', ['0.1.2.domain/99', 'notin', '10.10.100.1', 'tick.tack.clock']],
  ['TestSetSelectorParser', 'foo  in\t (abc)', ['foo', 'in', 'abc']],
  ['TestSetSelectorParser', 'x notin\n (abc)', ['x', 'notin', 'abc']],
  ['TestSetSelectorParser', 'x  notin\t\t\t(abc,def)', ['x', 'notin', 'abc', 'def']],
  ['TestSetSelectorParser', 'x in (abc,def)', ['x', 'in', 'abc', 'def']],
  ['TestSetSelectorParser', 'x in (abc,)', ['x', 'in', '', 'abc']],
  ['TestSetSelectorParser', 'x in ()', ['x', 'in', '']],
  ['TestSetSelectorParser', 'x notin (abc,,def),bar,z in (),w', ['bar', 'exists'], ['w', 'exists'], ['x', 'notin', '', 'abc', 'def'], ['z', 'in', '']],
  ['TestSetSelectorParser', 'x,y in (a)', ['x', 'exists'], ['y', 'in', 'a']],
  ['TestSetSelectorParser', 'x=a', ['x', '=', 'a']],
  ['TestSetSelectorParser', 'x<7', ['x', 'lt', '7']],
  ['TestSetSelectorParser', 'x=a,y!=b', ['x', '=', 'a'], ['y', '!=', 'b']],
  ['TestSetSelectorParser', 'x=a,y!=b,z in (h,i,j)', ['x', '=', 'a'], ['y', '!=', 'b'], ['z', 'in', 'h', 'i', 'j']],
  ['TestSetSelectorParser', 'x notin ( )', ['x', 'notin', '']],
  ['TestSetSelectorParser', 'x notin (, a)', ['x', 'notin', '', 'a']],
  ['TestSetSelectorParser', 'a ', ['a', 'exists']],
  ['TestSetSelectorParser', 'a in (x,y,notin, z,in)', ['a', 'in', 'in', 'notin', 'x', 'y', 'z']],
  ['TestRequirementConstructor', 'x3 in (foo)', ['x3', 'in', 'foo']],
  ['TestRequirementConstructor', 'x4 notin (foo)', ['x4', 'notin', 'foo']],
  ['TestRequirementConstructor', '!x7', ['x7', '!']],
  ['TestRequirementConstructor', 'x12<6', ['x12', 'lt', '6']],
];

/** Texts that can be read, and what they stand for. */
export const readableCases = readable.map(([test, selector, ...rows]) => ({
  origin: [text, test, JSON.stringify(selector)] as Origin,
  selector,
  requirements: rows.map(([key, operator, ...values]) => ({ key, operator, values })),
}));

const unreadable: [test: string, text: string][] = [
  ['TestSelectorParse', 'x=a||y=b'],
  ['TestSelectorParse', 'x==a==b'],
  ['TestSelectorParse', '!x=a'],
  ['TestSelectorParse', 'x<a'],
  ['TestSetSelectorParser', 'x,,y'],
  ['TestSetSelectorParser', ',x,y'],
  ['TestSetSelectorParser', 'x nott in (y)'],
  ['TestSetSelectorParser', 'a in (xyz),'],
  ['TestSetSelectorParser', 'a in (xyz)b notin ()'],
  ['TestSetSelectorParser', 'a in (xyz abc)'],
  ['TestSetSelectorParser', 'a notin('],
  ['TestSetSelectorParser', 'a ('],
  ['TestSetSelectorParser', '('],
  ['TestParseOperator', 'x!'],
  ['TestParseOperator', 'x exists'],
  ['TestRequirementConstructor', 'x13>'],
  ['TestRequirementConstructor', 'x14>bar'],
  ['TestRequirementConstructor', 'x15<bar'],
  ['TestRequirementConstructor', 'a'.repeat(254)],
  ['TestRequirementConstructor', `x16=${'a'.repeat(254)}`],
  ['TestRequirementConstructor', 'x17=a b'],
];

/** Texts that are refused. */
export const unreadableCases = unreadable.map(([test, selector]) => ({
  origin: [text, test, JSON.stringify(selector)] as Origin,
  selector,
}));

// biome-ignore format: a table, a case a line
const matching: [test: string, text: string, Labels, boolean][] = [
  ['TestSelectorMatches', '', { x: 'y' }, true],
  ['TestSelectorMatches', 'x=y', { x: 'y' }, true],
  ['TestSelectorMatches', 'x=y,z=w', { x: 'y', z: 'w' }, true],
  ['TestSelectorMatches', 'x!=y,z!=w', { x: 'z', z: 'a' }, true],
  ['TestSelectorMatches', 'notin=in', { notin: 'in' }, true],
  ['TestSelectorMatches', 'x', { x: 'z' }, true],
  ['TestSelectorMatches', '!x', { y: 'z' }, true],
  ['TestSelectorMatches', 'x>1', { x: '2' }, true],
  ['TestSelectorMatches', 'x<1', { x: '0' }, true],
  ['TestSelectorMatches', 'x=z', {}, false],
  ['TestSelectorMatches', 'x=y', { x: 'z' }, false],
  ['TestSelectorMatches', 'x=y,z=w', { x: 'w', z: 'w' }, false],
  ['TestSelectorMatches', 'x!=y,z!=w', { x: 'z', z: 'w' }, false],
  ['TestSelectorMatches', 'x', { y: 'z' }, false],
  ['TestSelectorMatches', '!x', { x: 'z' }, false],
  ['TestSelectorMatches', 'x>1', { x: '0' }, false],
  ['TestSelectorMatches', 'x<1', { x: '2' }, false],
  ['TestSelectorMatches', 'foo=bar', { foo: 'bar', baz: 'blah' }, true],
  ['TestSelectorMatches', 'baz=blah', { foo: 'bar', baz: 'blah' }, true],
  ['TestSelectorMatches', 'foo=bar,baz=blah', { foo: 'bar', baz: 'blah' }, true],
  ['TestSelectorMatches', 'foo=blah', { foo: 'bar', baz: 'blah' }, false],
  ['TestSelectorMatches', 'baz=bar', { foo: 'bar', baz: 'blah' }, false],
  ['TestSelectorMatches', 'foo=bar,foobar=bar,baz=blah', { foo: 'bar', baz: 'blah' }, false],
  ['TestRequirementSelectorMatching', 'x in (foo),y notin (alpha)', { x: 'foo', y: 'baz' }, true],
  ['TestRequirementSelectorMatching', 'x in (foo),y in (alpha)', { x: 'foo', y: 'baz' }, false],
  ['TestRequirementSelectorMatching', 'x notin (),y', { y: '' }, true],
  ['TestRequirementSelectorMatching', '!x,y', { y: '' }, true],
  ['TestRequirementSelectorMatching', 'x notin (),!y', { y: '' }, false],
  ['TestRequirementSelectorMatching', 'x in ()', { y: 'baz' }, false],
  ['TestRequirementSelectorMatching', 'z>1', { z: '2' }, true],
  ['TestRequirementSelectorMatching', 'z>1', { z: 'v2' }, false],
];

/** A text on labels. */
export const matchingCases = matching.map(([test, selector, labels, expected]) => ({
  origin: [text, test, `${selector} on ${JSON.stringify(labels)}`] as Origin,
  selector,
  labels,
  expected,
}));

// biome-ignore format: a table, a case a line
const writing: [text: string, ...Row[]][] = [
  ['x in (abc,def),y notin (jkl),z', ['x', 'in', 'abc', 'def'], ['y', 'notin', 'jkl'], ['z', 'exists']],
  ['x notin (abc,def),y!=jkl,!z', ['x', 'notin', 'abc', 'def'], ['y', '!=', 'jkl'], ['z', '!']],
  ['x notin (abc),y in (jkl,mno),z notin ()', ['x', 'notin', 'abc'], ['y', 'in', 'jkl', 'mno'], ['z', 'notin', '']],
  ['x=abc,y==jkl,z!=a,z', ['x', '=', 'abc'], ['y', '==', 'jkl'], ['z', '!=', 'a'], ['z', 'exists']],
  ['x>2,y<8,z', ['x', 'gt', '2'], ['y', 'lt', '8'], ['z', 'exists']],
];

/** Requirements and their text. */
export const writingCases = writing.map(([written, ...rows]) => ({
  origin: [text, 'TestToString', written] as Origin,
  written,
  requirements: rows.map(([key, operator, ...values]) => ({ key, operator, values })),
}));

const matchLabels = { foo: 'bar' };
const expression = (operator: string) => ({
  matchExpressions: [{ key: 'baz', operator, values: ['qux', 'norf'] }],
});

// biome-ignore format: a table, a case a line
const objects: [name: string, LabelSelector | undefined, expected: string | undefined | Error][] = [
  ['nil', undefined, undefined],
  ['empty', {}, ''],
  ['labels', { matchLabels }, 'foo=bar'],
  ['In', expression('In'), 'baz in (norf,qux)'],
  ['labels and In', { matchLabels, ...expression('In') }, 'baz in (norf,qux),foo=bar'],
  ['Exists with values', expression('Exists'), new Error('refused')],
];

/** A selector object: its text, undefined when it matches nothing, an Error when it is refused. */
export const objectCases = objects.map(([name, selector, expected]) => ({
  origin: [object, 'TestLabelSelectorAsSelector', name] as Origin,
  selector,
  expected,
}));
