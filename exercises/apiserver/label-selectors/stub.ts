import {
  type FieldError,
  InvalidSelectorError,
  type LabelSelector,
  type LabelSelectorRequirement,
  labelKeyProblem,
  labelValueProblem,
  NotImplemented,
  type SelectorOperator,
  type SelectorRequirement,
  SelectorSyntaxError,
  type StringMap,
} from 'course/kit';

/**
 * Do `labels` meet all of `requirements`? None ask for nothing. The requirements are well formed.
 *
 * Settled by: apimachinery pkg/labels/selector.go, Requirement.Matches.
 */
export function matches(
  requirements: readonly SelectorRequirement[],
  labels: StringMap | undefined,
): boolean {
  // TODO step 1, Matching (rules 1 to 5).
  throw new NotImplemented('step 1: matches');
}

/**
 * Reads a selector as `kubectl -l` takes it: `app=web,tier notin (test,dev),!legacy,cores>4`.
 * Gives its requirements sorted by key, the values of each sorted and without doubles.
 *
 * Throws SelectorSyntaxError when the text cannot be read, or holds what no label can be.
 *
 * Settled by: apimachinery pkg/labels/selector.go, Parse.
 */
export function parseSelector(text: string): SelectorRequirement[] {
  // TODO step 2, Keys and values (rules 6 to 10): cut the text into words and signs; then requirements.
  // TODO step 3, Sets (rules 11 and 12).
  // TODO step 4, Malformed text (rules 13 and 14).
  throw new NotImplemented('step 2: parseSelector');
}

/**
 * The requirements of a selector object, sorted by key; undefined when there is none, which matches nothing.
 *
 * Throws InvalidSelectorError with a FieldError for each malformed entry, for example
 * `{ type: 'FieldValueInvalid', field: 'matchExpressions[1].values', detail: 'must not be empty' }`.
 *
 * Settled by: apimachinery pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector.
 */
export function fromLabelSelector(
  selector: LabelSelector | undefined,
): SelectorRequirement[] | undefined {
  // TODO step 5, Selector objects (rules 15 to 18).
  throw new NotImplemented('step 5: fromLabelSelector');
}

/** The kit's LabelSelectorMatcher: later parts of your cluster are given this function. Throws as fromLabelSelector does. */
export function matchesSelector(
  selector: LabelSelector | undefined,
  labels: StringMap | undefined,
): boolean {
  // TODO step 5, Selector objects: the two functions you have, one after the other.
  throw new NotImplemented('step 5: matchesSelector');
}

/**
 * Writes requirements so that parseSelector reads them back: `a=1,d in (x,y),!g`. They are well formed.
 *
 * Settled by: apimachinery pkg/labels/selector.go, Requirement.String.
 */
export function formatSelector(requirements: readonly SelectorRequirement[]): string {
  // TODO step 6, Writing (rule 19).
  throw new NotImplemented('step 6: formatSelector');
}
