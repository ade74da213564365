import type { KubernetesObject } from '../kubernetes.ts';

/**
 * Tells people what was done to an object and why; `kubectl describe` shows it. Nothing depends on it and it never throws.
 * Settled by client-go tools/record/event.go.
 */
export interface EventRecorder {
  /** `reason` is one word in UpperCamelCase, for machines (`SuccessfulCreate`); `message` a sentence for people. */
  event(
    object: KubernetesObject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void;
}
