/** What can be wrong with a field, by the names that a Status carries, and how each is printed. */
export const fieldErrorTypes = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueTypeInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
} as const;

/**
 * One thing wrong with an object. `field` is a path: `spec.containers[0].name`,
 * `metadata.labels[app.kubernetes.io/name]`. `detail` may be empty.
 * Settled by apimachinery pkg/util/validation/field/errors.go.
 */
export interface FieldError {
  readonly type: keyof typeof fieldErrorTypes;
  readonly field: string;
  /** The value that was refused. Not printed for Required, Forbidden and TooLong; leave it out there. */
  readonly badValue?: unknown;
  readonly detail: string;
}

/** `spec.replicas: Invalid value: -1: must be greater than or equal to 0` */
export function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${fieldErrorBody(error)}`;
}

/** The text without the field: what stands in a Status as a cause's message. */
export function fieldErrorBody({ type, badValue, detail }: FieldError): string {
  const hidesValue = ['FieldValueRequired', 'FieldValueForbidden', 'FieldValueTooLong'].includes(
    type,
  );
  const parts = [fieldErrorTypes[type] as string];
  if (!hidesValue && badValue !== undefined) parts.push(JSON.stringify(badValue));
  if (detail !== '') parts.push(detail);
  return parts.join(': ');
}
