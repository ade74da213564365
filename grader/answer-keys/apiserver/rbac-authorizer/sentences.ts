import type { PolicyRule, RequestAttributes, RoleBinding } from 'course/kit';
import { texts } from './model.ts';
import type { World } from './objects.ts';

/** A world in a few lines, for whoever reads why a random one failed. */
export function told(world: World): string {
  const { roles = [], clusterRoles = [], roleBindings = [], clusterRoleBindings = [] } = world;
  return [
    ...roles.map(({ metadata, rules }) => toldRole(`Role ${at(metadata)}`, rules)),
    ...clusterRoles.map(({ metadata, rules }) => toldRole(`ClusterRole ${at(metadata)}`, rules)),
    ...roleBindings.map((each) => toldBinding('RoleBinding', each)),
    ...clusterRoleBindings.map((each) => toldBinding('ClusterRoleBinding', each)),
  ].join('\n');
}

/** `ann (devs): get web of jobs/scale in group batch, namespace dev`. */
export function toldRequest(asked: RequestAttributes): string {
  const { user, verb, path, apiGroup, resource, subresource, name, namespace } = asked;
  const who = `${user.name} (${user.groups.join(', ')})`;
  if (!asked.isResourceRequest) return `${who}: ${verb} ${path}`;
  const what = subresource ? `${resource}/${subresource}` : resource;
  return `${who}: ${verb} ${what} named '${name}', group '${apiGroup}', namespace '${namespace}'`;
}

export function toldRules(rules: readonly PolicyRule[]): string {
  return texts(rules).join('; ');
}

function at(metadata: { namespace?: string; name?: string } = {}): string {
  const { namespace, name } = metadata;
  return namespace ? `${namespace}/${name}` : `${name}`;
}

function toldRole(title: string, rules: readonly PolicyRule[] = []): string {
  return `${title}: ${toldRules(rules)}`;
}

function toldBinding(
  kind: string,
  { metadata, roleRef, subjects = [] }: Pick<RoleBinding, 'metadata' | 'roleRef' | 'subjects'>,
): string {
  const whom = subjects.map((each) => `${each.kind} ${at(each)}`).join(', ') || 'nobody';
  return `${kind} ${at(metadata)}: ${roleRef.kind} ${roleRef.name} to ${whom}`;
}
