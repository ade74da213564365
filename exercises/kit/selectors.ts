import type { LabelSelector, StringMap } from './kubernetes.ts';

/**
 * Says whether labels match the selector of an object (`spec.selector`, `namespaceSelector`). No selector (undefined)
 * matches nothing, an empty one (`{}`) everything. Throws Error for a selector that makes no sense.
 * Exercise apiserver/label-selectors builds one; later parts are given it.
 * Settled by apimachinery pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector.
 */
export type LabelSelectorMatcher = (
  selector: LabelSelector | undefined,
  labels: StringMap | undefined,
) => boolean;
