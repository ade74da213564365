import {
  ApiError,
  apiResources,
  type FieldError,
  fieldErrorText,
  type ObjectMatcher,
  type ResourceStrategy,
  type Unstructured,
} from 'course/kit';
import type { SelectorsPart } from './parts.ts';
import { type Passage, passed } from './passage.ts';
import { replicasText } from './request.ts';

const mostReplicas = 10;

/** What is special about Deployments here; whatever the registry asks is told to `met`. */
export function deployments(met: (passage: Passage) => void): ResourceStrategy {
  return {
    resource: apiResources.deployments,
    default(object) {
      if (replicasOf(object) !== undefined) {
        met(passed('defaulting', 'nothing was left out', 'Defaulting: nothing was left out.'));
        return object;
      }
      const what = 'no replicas were sent, so they are 1';
      met(passed('defaulting', what, `Defaulting: ${what}.`));
      return { ...object, spec: { ...(object.spec as object), replicas: 1 } };
    },
    admit(object) {
      const replicas = replicasOf(object) ?? 0;
      if (replicas > mostReplicas) {
        met(passed('admission', '', 'Admission: a webhook of the cluster looks at the object.'));
        throw denied(`at most ${mostReplicas} replicas in dev, not ${replicas}`);
      }
      const labels = { ...object.metadata?.labels, env: 'dev' };
      const isNew = object.metadata?.labels?.env !== 'dev';
      const what = isNew ? 'adds the label env=dev' : 'finds its label env=dev there already';
      met(passed('admission', what, `Admission ${what}.`));
      return { ...object, metadata: { ...object.metadata, labels } };
    },
    validate(object) {
      const errors = errorsOf(object);
      const what = errors.map(fieldErrorText).join(', ') || 'nothing is wrong';
      met(passed('validation', what, `Validation: ${what}.`));
      return errors;
    },
  };
}

/** What selector texts mean, by the part that was built for it. */
export function matcher({ parseSelector, matches }: SelectorsPart): ObjectMatcher {
  return ({ metadata }, { labelSelector = '' }) =>
    matches(parseSelector(labelSelector), metadata?.labels);
}

/** `tier=front, replicas 3` */
export function specText(object: Unstructured): string {
  return `tier=${object.metadata?.labels?.tier}, ${replicasText(replicasOf(object))}`;
}

function replicasOf({ spec }: Unstructured): number | undefined {
  return (spec as { replicas?: number } | undefined)?.replicas;
}

function errorsOf(object: Unstructured): FieldError[] {
  const badValue = replicasOf(object) ?? 0;
  if (badValue >= 0) return [];
  const detail = 'must be greater than or equal to 0';
  return [{ type: 'FieldValueInvalid', field: 'spec.replicas', badValue, detail }];
}

/** Worded as the apiserver words a webhook's no. */
function denied(why: string): ApiError {
  const message = `admission webhook "replicas.example.com" denied the request: ${why}`;
  return new ApiError({ code: 403, reason: 'Forbidden', message });
}
