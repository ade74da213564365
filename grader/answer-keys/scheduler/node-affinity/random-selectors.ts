import type {
  Node,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PreferredSchedulingTerm,
} from 'course/kit';
import fc from 'fast-check';

const key = fc.constantFrom('zone', 'disk', 'cores');
const value = fc.constantFrom('', 'a', 'b', '4', '16', '016', 'v2');
const number = fc.constantFrom('3', '4', '15', '16', '100');

/** A few nodes with different names and labels out of a small world. */
export const nodes: fc.Arbitrary<Node[]> = fc
  .array(fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((sets) => sets.map((labels, i) => ({ metadata: { name: `node-${i}`, labels } })));

const values = fc.array(value, { minLength: 1, maxLength: 3 });
const expression: fc.Arbitrary<NodeSelectorRequirement> = fc.oneof(
  fc.record({ key, operator: fc.constantFrom('In', 'NotIn'), values }),
  fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') }),
  fc.record({
    key,
    operator: fc.constantFrom('Gt', 'Lt'),
    values: fc.tuple(number).map((one) => [...one]),
  }),
);
const field: fc.Arbitrary<NodeSelectorRequirement> = fc.record({
  key: fc.constant('metadata.name'),
  operator: fc.constantFrom('In', 'NotIn'),
  values: fc.constantFrom(['node-0'], ['node-1'], ['node-2']),
});

/** A well-formed term, sometimes empty. */
export const term: fc.Arbitrary<NodeSelectorTerm> = fc.record(
  {
    matchExpressions: fc.array(expression, { maxLength: 3 }),
    matchFields: fc.oneof(
      { weight: 3, arbitrary: fc.constant<NodeSelectorRequirement[]>([]) },
      { weight: 1, arbitrary: fc.array(field, { minLength: 1, maxLength: 2 }) },
    ),
  },
  { requiredKeys: [] },
);

/** A well-formed selector. */
export const selector: fc.Arbitrary<NodeSelector> = fc.record({
  nodeSelectorTerms: fc.array(term, { maxLength: 3 }),
});

/** The preferences of one pod, all well-formed; some empty, none of weight 0. */
export const preferences: fc.Arbitrary<PreferredSchedulingTerm[]> = fc.array(
  fc.record({ weight: fc.integer({ min: 1, max: 100 }), preference: term }),
  { maxLength: 4 },
);

/** Good and malformed terms mixed, and what the model needs to know about the mixture. */
export interface FlawedSelector {
  readonly selector: NodeSelector;
  readonly goodTerms: NodeSelectorTerm[];
  /** What an error has to name. */
  readonly badPaths: string[];
}

const badExpression = fc.constantFrom<[NodeSelectorRequirement, string]>(
  [{ key: 'zone', operator: 'Equals', values: ['a'] }, 'operator'],
  [{ key: 'not a key', operator: 'Exists' }, 'key'],
  [{ key: 'zone', operator: 'In', values: [] }, 'values'],
  [{ key: 'zone', operator: 'NotIn' }, 'values'],
  [{ key: 'zone', operator: 'NotIn', values: ['a', '-1'] }, 'values'],
  [{ key: 'disk', operator: 'DoesNotExist', values: ['a'] }, 'values'],
  [{ key: 'cores', operator: 'Gt', values: ['3', '4'] }, 'values'],
  [{ key: 'cores', operator: 'Lt', values: ['v2'] }, 'values'],
);

/** A term whose last expression is malformed, and the path to it. */
const badTerm = fc
  .tuple(fc.array(expression, { maxLength: 2 }), badExpression)
  .map(([good, [bad, part]]) => ({
    term: { matchExpressions: [...good, bad] },
    bad: `matchExpressions[${good.length}].${part}`,
  }));

const goodTerm = term.map((term) => ({ term, bad: '' }));

/** A selector in which terms may be malformed. */
export const flawedSelector: fc.Arbitrary<FlawedSelector> = fc
  .array(fc.oneof(goodTerm, badTerm), { minLength: 1, maxLength: 4 })
  .map((terms) => ({
    selector: { nodeSelectorTerms: terms.map(({ term }) => term) },
    goodTerms: terms.filter(({ bad }) => bad === '').map(({ term }) => term),
    badPaths: terms.flatMap(({ bad }, i) => (bad ? `nodeSelectorTerms[${i}].${bad}` : [])),
  }));
