import { describe, expect, it } from 'vitest';
import { texts } from './model.ts';
import { allowPath, by, request, shelves, visit } from './objects.ts';
import { RbacAuthorizer, ruleAllows, subjectMatches, uncoveredRules } from './reference.ts';
import { toldRequest } from './sentences.ts';
import * as cases from './upstream-cases.ts';

describe('the reference agrees with the test tables of Kubernetes', () => {
  for (const { origin, world, asked } of cases.worldCases)
    for (const [who, what, allowed] of asked)
      it(`${titled(origin)}: ${toldRequest(by(who, what))}`, () => {
        const decision = new RbacAuthorizer(shelves(world)).authorize(by(who, what));
        expect(decision.allowed).toBe(allowed);
      });

  for (const { origin, rule, allowed, refused } of cases.ruleCases)
    for (const text of [...allowed, ...refused])
      it(`${titled(origin)}: ${text}`, () => {
        expect(ruleAllows(rule, parsed(text))).toBe(allowed.includes(text));
      });

  for (const { origin, subjects, user, namespace, expected } of cases.subjectCases)
    it(titled(origin), () => {
      expect(subjects.some((each) => subjectMatches(each, user, namespace))).toBe(expected);
    });

  for (const { origin, user, namespace, rules } of cases.resolverCases)
    it(titled(origin), () => {
      const graded = new RbacAuthorizer(shelves(cases.resolverWorld));
      const { resourceRules, nonResourceRules } = graded.rulesFor(user, namespace);
      expect(texts(resourceRules)).toEqual(texts(rules));
      expect(nonResourceRules).toEqual([]);
    });

  for (const { origin, owned, wanted, uncovered } of cases.coversCases)
    it(titled(origin), () => {
      expect(texts(uncoveredRules(owned, wanted))).toEqual(texts(uncovered));
    });

  for (const [origin, owned, wanted, covered] of cases.urlCases)
    it(`${titled(origin)}: ${owned} and ${wanted}`, () => {
      const left = uncoveredRules([allowPath('get', owned)], [allowPath('get', wanted)]);
      expect(left.length === 0).toBe(covered);
    });
});

/** `verb group resource` or `verb /path`. */
function parsed(text: string) {
  const [verb = '', second = '', resource = ''] = text.split(' ');
  return second.startsWith('/')
    ? visit(verb, second)
    : request(verb, resource, { apiGroup: second });
}

function titled([file, test, about]: cases.Origin): string {
  return `${file.split('/').at(-1)} ${test}: ${about}`;
}
