import { describe, expect, it } from 'vitest';
import {
  ApiError,
  alreadyExists,
  badRequest,
  conflict,
  expired,
  forbidden,
  invalid,
  methodNotSupported,
  notFound,
  unauthorized,
} from './api-error.ts';

const pods = { group: '', resource: 'pods', kind: 'Pod' };
const deployments = { group: 'apps', resource: 'deployments', kind: 'Deployment' };

// Wordings, codes and reasons: apimachinery v0.32 pkg/api/errors/errors.go.
describe('an error of the API', () => {
  it.each([
    [notFound(pods, 'web'), 404, 'NotFound', 'pods "web" not found'],
    [notFound(deployments, 'web'), 404, 'NotFound', 'deployments.apps "web" not found'],
    [alreadyExists(pods, 'web'), 409, 'AlreadyExists', 'pods "web" already exists'],
    [
      conflict(pods, 'web'),
      409,
      'Conflict',
      'Operation cannot be fulfilled on pods "web": the object has been modified; please apply your changes to the latest version and try again',
    ],
    [expired('too old resource version: 3 (7)'), 410, 'Expired', 'too old resource version: 3 (7)'],
    [
      forbidden(
        pods,
        'web',
        'User "bob" cannot get resource "pods" in API group "" in the namespace "default"',
      ),
      403,
      'Forbidden',
      'pods "web" is forbidden: User "bob" cannot get resource "pods" in API group "" in the namespace "default"',
    ],
    [forbidden(pods, '', 'no'), 403, 'Forbidden', 'pods is forbidden: no'],
    [forbidden({ group: '', resource: '' }, '', 'no'), 403, 'Forbidden', 'forbidden: no'],
    [unauthorized(), 401, 'Unauthorized', 'Unauthorized'],
    [badRequest('no body'), 400, 'BadRequest', 'no body'],
    [
      methodNotSupported(deployments, 'get'),
      405,
      'MethodNotAllowed',
      'get is not supported on resources of kind "deployments.apps"',
    ],
  ])('says what kubectl prints: %s', (error, code, reason, message) => {
    expect(error.code).toBe(code);
    expect(error.reason).toBe(reason);
    expect(error.message).toBe(message);
  });

  it('carries the body that the apiserver sends', () => {
    expect(notFound(deployments, 'web').status).toEqual({
      apiVersion: 'v1',
      kind: 'Status',
      metadata: {},
      status: 'Failure',
      code: 404,
      reason: 'NotFound',
      message: 'deployments.apps "web" not found',
      details: { name: 'web', group: 'apps', kind: 'deployments' },
    });
  });

  it('keeps its code and reason when only its data is carried over', () => {
    const original = conflict(pods, 'web');
    const copy: ApiError = Object.create(ApiError.prototype);
    Object.assign(copy, { status: original.status });
    expect([copy.code, copy.reason]).toEqual([409, 'Conflict']);
  });
});

describe('an invalid object', () => {
  const negative = {
    type: 'FieldValueInvalid',
    field: 'spec.replicas',
    badValue: -1,
    detail: 'must be greater than or equal to 0',
  } as const;
  const missing = { type: 'FieldValueRequired', field: 'metadata.name', detail: '' } as const;

  it('names the field when one is wrong', () => {
    expect(invalid(deployments, 'web', [negative]).message).toBe(
      'Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    );
  });

  it('names every field when several are wrong, each once', () => {
    const error = invalid(pods, 'web', [negative, missing, negative]);
    expect(error.message).toBe(
      'Pod "web" is invalid: [spec.replicas: Invalid value: -1: must be greater than or equal to 0, metadata.name: Required value]',
    );
    expect(error.status.details?.causes?.slice(0, 2)).toEqual([
      {
        reason: 'FieldValueInvalid',
        field: 'spec.replicas',
        message: 'Invalid value: -1: must be greater than or equal to 0',
      },
      { reason: 'FieldValueRequired', field: 'metadata.name', message: 'Required value' },
    ]);
  });

  it('quotes a text value', () => {
    const error = {
      type: 'FieldValueNotSupported',
      field: 'spec.type',
      badValue: 'X',
      detail: '',
    } as const;
    expect(invalid(pods, 'web', [error]).message).toBe(
      'Pod "web" is invalid: spec.type: Unsupported value: "X"',
    );
  });

  it('can be told without fields', () => {
    expect(invalid(pods, 'web', []).message).toBe('Pod "web" is invalid');
  });
});
