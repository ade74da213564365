// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is found is source text of the reference
import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with RBAC. */
export const mutants: Mutant[] = [
  {
    name: 'resource-covers-its-subresources',
    find: 'return listed(resources, resource) ||',
    replace:
      "return listed(resources, resource.split('/')[0] ?? '') || listed(resources, resource) ||",
    fails: ['Resources > a subresource must be named'],
  },
  {
    name: 'ignores-the-subresource',
    find: 'const combined = subresource ? `${resource}/${subresource}` : resource;',
    replace: 'const combined = resource;',
    fails: ['Resources > a subresource must be named'],
  },
  {
    name: 'knows-no-star-before-a-subresource',
    find: ' || listed(resources, anyWithSubresource)',
    replace: '',
    fails: ['Resources > */scale covers that subresource of every resource, and nothing else'],
  },
  {
    name: 'star-stands-for-any-text',
    find: "entries.includes('*') || entries.includes(wanted)",
    replace: "entries.some((entry) => new RegExp(`^${entry.replaceAll('*', '.*')}$`).test(wanted))",
    fails: [
      'Resources > there are no other patterns',
      'Resources > * as verb covers all verbs, also those yet to be invented',
    ],
  },
  {
    name: 'star-misses-subresources',
    find: 'return listed(resources, resource) || listed(resources, anyWithSubresource);',
    replace:
      "return (resource.includes('/') ? resources?.includes(resource) : listed(resources, resource)) || Boolean(resources?.includes(anyWithSubresource));",
    fails: ['Resources > * covers resources and subresources'],
  },
  {
    name: 'core-group-means-any-group',
    find: 'listed(rule.apiGroups, wish.apiGroup) &&',
    replace: "(listed(rule.apiGroups, wish.apiGroup) || Boolean(rule.apiGroups?.includes(''))) &&",
    fails: ['Resources > the core group is a group like others'],
  },
  {
    name: 'absent-groups-mean-any-group',
    find: 'listed(rule.apiGroups, wish.apiGroup) &&',
    replace: '(rule.apiGroups === undefined || listed(rule.apiGroups, wish.apiGroup)) &&',
    fails: ['Resources > an absent or empty list fits nothing'],
  },
  {
    name: 'forgets-the-group',
    find: 'listed(rule.apiGroups, wish.apiGroup) &&',
    replace: '',
    fails: ['Resources > verb, group and resource must all fit'],
  },
  {
    name: 'ignores-capitals',
    find: 'entries.includes(wanted)',
    replace: 'entries.some((entry) => entry.toLowerCase() === wanted.toLowerCase())',
    fails: ['Resources > capitals count'],
  },
  {
    name: 'names-are-not-looked-at',
    find: 'coversResource(rule, wish.resource) &&\n    coversName(rule, wish.name)',
    replace: 'coversResource(rule, wish.resource)',
    fails: [
      'Resources > resource names restrict a rule to these',
      'Resources > with names, a request without a name is not allowed',
    ],
  },
  {
    name: 'no-name-passes-every-name',
    find: 'resourceNames.some((each) => each === name)',
    replace: "name === '' || resourceNames.some((each) => each === name)",
    fails: ['Resources > with names, a request without a name is not allowed'],
  },
  {
    name: 'names-never-match-a-list',
    find: 'coversName(rule, wish.name)\n',
    replace: "coversName(rule, ['list', 'watch', 'create'].includes(wish.verb) ? '' : wish.name)\n",
    fails: ['Resources > the name decides, not the verb'],
  },
  {
    name: 'names-never-match-a-create',
    find: 'coversName(rule, wish.name)\n',
    replace: "coversName(rule, wish.verb === 'create' ? '' : wish.name)\n",
    fails: ['Resources > the name decides, not the verb'],
  },
  {
    name: 'star-is-any-name',
    find: 'resourceNames.some((each) => each === name)',
    replace: "listed(resourceNames, name ?? '')",
    fails: ['Resources > * is no pattern among names'],
  },
  {
    name: 'empty-names-match-nothing',
    find: 'coversName({ resourceNames = [] }: PolicyRule, name: string | undefined): boolean {\n  return resourceNames.length === 0 ||',
    replace:
      'coversName({ resourceNames }: PolicyRule, name: string | undefined): boolean {\n  return resourceNames === undefined ||',
    fails: ['Resources > an empty list of names restricts nothing'],
  },
  {
    name: 'paths-are-exact',
    find: "url === path || (url.endsWith('*') && path.startsWith(url.replace(/\\*+$/, '')))",
    replace: "url === path || url === '*'",
    fails: ['Paths > /a/* covers what is below /a, not /a itself'],
  },
  {
    name: 'a-directory-covers-itself',
    find: "path.startsWith(url.replace(/\\*+$/, ''))",
    replace: "`${path}/`.startsWith(url.replace(/\\*+$/, ''))",
    fails: ['Paths > /a/* covers what is below /a, not /a itself'],
  },
  {
    name: 'star-in-a-path-stands-anywhere',
    find: "url === path || (url.endsWith('*') && path.startsWith(url.replace(/\\*+$/, '')))",
    replace: "new RegExp(`^${url.replaceAll('*', '.*')}$`).test(path)",
    fails: ['Paths > a * elsewhere is a character'],
  },
  {
    name: 'star-in-a-path-ends-at-a-slash',
    find: "url.endsWith('*') && path",
    replace: '/(^|\\/)\\*$/.test(url) && path',
    fails: ['Paths > a * at the end is a beginning of texts, not of directories'],
  },
  {
    name: 'all-resources-are-all-paths',
    find: 'return nonResourceURLs.some(\n',
    replace: "return ['*', ...nonResourceURLs].some(\n",
    fails: ['Paths > resources say nothing about paths, paths nothing about resources'],
  },
  {
    name: 'paths-need-no-verb',
    find: 'if (!listed(rule.verbs, wish.verb)) return false;',
    replace: "if (!('path' in wish) && !listed(rule.verbs, wish.verb)) return false;",
    fails: ['Paths > a path is allowed by a rule with this path and this verb'],
  },
  {
    name: 'star-is-every-user',
    find: 'return user.name === subject.name;',
    replace: "return subject.name === '*' || user.name === subject.name;",
    fails: ['Subjects > * is a name like others'],
  },
  {
    name: 'a-group-may-be-a-user',
    find: 'return user.groups.includes(subject.name);',
    replace: 'return [user.name, ...user.groups].includes(subject.name);',
    fails: ['Subjects > a group is meant when the user is in it'],
  },
  {
    name: 'service-account-by-its-short-name',
    find: 'user.name === `system:serviceaccount:${namespace}:${subject.name}`',
    replace: 'user.name.endsWith(`${subject.name}`)',
    fails: ['Subjects > a service account is the user of that long name'],
  },
  {
    name: 'service-account-always-of-the-binding',
    find: 'const namespace = subject.namespace || bindingNamespace;',
    replace: 'const namespace = bindingNamespace;',
    fails: [
      'Subjects > a service account is the user of that long name',
      'Bindings > an account of another namespace may be given rights in this one',
    ],
  },
  {
    name: 'service-account-needs-a-namespace',
    find: 'const namespace = subject.namespace || bindingNamespace;',
    replace: "const namespace = subject.namespace ?? '';",
    fails: ['Subjects > its namespace is that of the binding when it names none'],
  },
  {
    name: 'empty-namespace-is-a-namespace',
    find: 'const namespace = subject.namespace || bindingNamespace;',
    replace: 'const namespace = subject.namespace ?? bindingNamespace;',
    fails: ['Subjects > its namespace is that of the binding when it names none'],
  },
  {
    name: 'service-account-of-no-namespace',
    find: "return namespace !== '' && user.name ===",
    replace: 'return user.name ===',
    fails: ['Subjects > without any namespace it is nobody'],
  },
  {
    name: 'unknown-kinds-are-users',
    find: '    default:\n      return false;',
    replace: '    default:\n      return user.name === subject.name;',
    fails: ['Subjects > other kinds are nobody'],
  },
  {
    name: 'role-bindings-of-all-namespaces-count',
    find: 'roleBindings.list(namespace)',
    replace: 'roleBindings.list()',
    fails: ['Bindings > a ClusterRole in a RoleBinding counts in that namespace'],
  },
  {
    name: 'no-namespace-sees-all-role-bindings',
    find: "    if (namespace === '') return;\n",
    replace: '',
    fails: ['Bindings > a request without a namespace sees no RoleBinding'],
  },
  {
    name: 'role-bindings-give-only-roles',
    find: "kind === 'Role' ? roles.get(namespace, name) : clusterRoles.get('', name)",
    replace:
      "kind === 'Role' || namespace !== '' ? roles.get(namespace, name) : clusterRoles.get('', name)",
    fails: ['Bindings > a ClusterRole in a RoleBinding counts in that namespace'],
  },
  {
    name: 'looks-for-a-role-by-name-alone',
    find: "kind === 'Role' ? roles.get(namespace, name) : clusterRoles.get('', name)",
    replace: "roles.get(namespace, name) ?? clusterRoles.get('', name)",
    fails: ['Bindings > Role and ClusterRole of the same name are two things'],
  },
  {
    name: 'roles-of-all-namespaces-count',
    find: "kind === 'Role' ? roles.get(namespace, name)",
    replace: "kind === 'Role' ? roles.list().find(({ metadata }) => metadata.name === name)",
    fails: ['Bindings > a Role of another namespace is another Role'],
  },
  {
    name: 'stops-at-a-missing-role',
    find: "    if (typeof role === 'string') return yield { problem: role };",
    replace: "    if (typeof role === 'string') throw new Error(role);",
    fails: ['Reasons > a problem does not take away what others give'],
  },
  {
    name: 'a-problem-ends-the-search',
    find: "      if ('problem' in finding) problems.push(finding.problem);",
    replace:
      "      if ('problem' in finding) return { allowed: false, reason: `RBAC: ${finding.problem}` };",
    fails: ['Reasons > a problem does not take away what others give'],
  },
  {
    name: 'masters-may-do-everything',
    find: '    const problems: string[] = [];\n    for',
    replace:
      "    if (attributes.user.groups.includes('system:masters')) return { allowed: true, reason: '' };\n    const problems: string[] = [];\n    for",
    fails: ['Bindings > no group is special'],
  },
  {
    name: 'reads-the-bindings-once',
    find: '    this.#listers = listers;',
    replace:
      '    const bindings = listers.roleBindings.list();\n    const list = (at?: string) => bindings.filter(({ metadata }) => metadata.namespace === at);\n    this.#listers = { ...listers, roleBindings: { ...listers.roleBindings, list } };',
    fails: ['Bindings > a change counts for the next question'],
  },
  {
    name: 'only-the-first-rule-of-a-role',
    find: 'for (const rule of role.rules ?? []) yield { rule, source };',
    replace: 'for (const rule of role.rules?.slice(0, 1) ?? []) yield { rule, source };',
    fails: ['Bindings > any rule of any role is enough'],
  },
  {
    name: 'only-the-first-subject',
    find: 'subjects.find((each) => subjectMatches(each, user, namespace))',
    replace: 'subjects.slice(0, 1).find((each) => subjectMatches(each, user, namespace))',
    fails: [
      'Bindings > only those have a role to whom it is bound',
      'Reasons > the subject is the first that is the user',
    ],
  },
  {
    name: 'tells-the-last-subject',
    find: 'subjects.find((each)',
    replace: 'subjects.findLast((each)',
    fails: ['Reasons > the subject is the first that is the user'],
  },
  {
    name: 'tells-service-accounts-as-written',
    find: "const suffix = kind === 'ServiceAccount' ? `/${namespace || bindingNamespace}` : '';",
    replace: "const suffix = namespace ? `/${namespace}` : '';",
    fails: ['Reasons > a service account is told with its namespace'],
  },
  {
    name: 'tells-problems-twice',
    find: 'const texts = [...new Set(problems)];',
    replace: 'const texts = [...problems];',
    fails: ['Reasons > several problems are told together, each once'],
  },
  {
    name: 'tells-problems-of-others',
    find: '    if (!subject) return;\n    const role = this.#role(roleRef, namespace);',
    replace:
      "    const role = this.#role(roleRef, namespace);\n    if (!subject && typeof role === 'string') yield { problem: role };\n    if (!subject) return;",
    fails: ['Reasons > bindings that do not count are no problem'],
  },
  {
    name: 'keeps-missing-roles-to-itself',
    find: "    return { allowed: false, reason: problems.length > 0 ? `RBAC: ${together(problems)}` : '' };",
    replace: "    return { allowed: false, reason: '' };",
    fails: ['Reasons > a role that does not exist is told with a no'],
  },
  {
    name: 'lists-paths-only-cluster-wide',
    find: '.filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0)',
    replace:
      ".filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0 && namespace === '')",
    fails: ['What may I do > paths have a list of their own'],
  },
  {
    name: 'lists-paths-among-resources',
    find: '.filter(({ resources = [] }) => resources.length > 0)',
    replace: '',
    fails: ['What may I do > paths have a list of their own'],
  },
  {
    name: 'lists-rules-as-they-are',
    find: '.map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }))',
    replace: '',
    fails: ['What may I do > a rule with both is in both lists, each with its own parts'],
  },
  {
    name: 'a-problem-makes-the-list-incomplete',
    find: 'incomplete: false,',
    replace: 'incomplete: problems.length > 0,',
    fails: ['What may I do > problems are told, and the rest is listed'],
  },
  {
    name: 'compares-only-the-first-piece',
    find: '    .flatMap(wishes)\n',
    replace: '    .flatMap((rule) => wishes(rule).slice(0, 1))\n',
    fails: ['Granting > what one lacks is told in smallest pieces'],
  },
  {
    name: 'wanted-star-asks-for-nothing',
    find: '.filter((wish) => !owned.some(',
    replace: ".filter((wish) => wish.verb !== '*' && !owned.some(",
    fails: ['Granting > a * covers all, but all do not make a *'],
  },
  {
    name: 'some-names-cover-any-name',
    find: '!owned.some((rule) => covers(rule, wish))',
    replace:
      "!owned.some((rule) => covers('name' in wish && !wish.name ? { ...rule, resourceNames: [] } : rule, wish))",
    fails: ['Granting > any name covers some names, some names not any name'],
  },
  {
    name: 'no-name-is-the-empty-name',
    find: 'resourceNames.some((each) => each === name)',
    replace: "resourceNames.some((each) => each === (name ?? ''))",
    fails: ['Granting > the empty name is one name, not any name'],
  },
  {
    name: 'empty-name-is-any-name',
    find: 'return name === undefined ? whole',
    replace: 'return !name ? whole',
    fails: ['Granting > the empty name is one name, not any name'],
  },
  {
    name: 'loses-rules-without-names',
    find: 'const names = resourceNames.length > 0 ? resourceNames : [undefined];',
    replace: 'const names = resourceNames;',
    fails: ['Granting > what one lacks is told in smallest pieces'],
  },
  {
    name: 'grants-with-rights-from-anywhere',
    find: 'uncoveredRules(this.#rules(user, namespace).rules, rules)',
    replace: "uncoveredRules(this.#rules(user, 'dev').rules, rules)",
    fails: ['Granting > nobody can give away what they do not have in that namespace'],
  },
  {
    name: 'masters-need-a-binding-to-grant',
    find: "    if (user.groups.includes('system:masters')) return [];\n",
    replace: '',
    fails: ['Granting > system:masters may give anything'],
  },
];
