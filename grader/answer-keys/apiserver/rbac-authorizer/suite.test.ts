import type { PolicyRule, RequestInfo } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { ruleAllows, subjectMatches } from '#exercise/apiserver/rbac-authorizer';
import { copyBack } from '#suite';
import { anyCluster } from './any-cluster.ts';
import { bindings, reasons } from './bindings.ts';
import { granting, whatMayIDo } from './granting.ts';
import { allow, allowPath, ann, request, subject, user, visit } from './objects.ts';
import { stories } from './stories.ts';

/** A rule allows these requests. */
function allows(why: string, rule: PolicyRule, ...requests: RequestInfo[]): void {
  for (const each of requests) expect(ruleAllows(rule, each), why).toBe(true);
}

/** A rule does not allow any of these requests. */
function refuses(why: string, rule: PolicyRule, ...requests: RequestInfo[]): void {
  for (const each of requests) expect(ruleAllows(rule, each), why).toBe(false);
}

describe('Resources', () => {
  it('verb, group and resource must all fit', () => {
    const rule = allow('get', 'pods');
    allows('rule 1: all parts fit', rule, request('get', 'pods'));
    refuses('rule 1: another verb', rule, request('list', 'pods'));
    refuses('rule 1: another resource', rule, request('get', 'jobs'));
    refuses('rule 1: another group', rule, request('get', 'pods', { apiGroup: 'apps' }));
  });

  it('one entry of each list is enough, in any combination', () => {
    const rule = allow('get list', 'pods jobs', { apiGroups: ['', 'batch'] });
    const batchJobs = request('list', 'jobs', { apiGroup: 'batch' });
    allows('rule 1: the second entry of each list', rule, batchJobs, request('get', 'pods'));
    allows('rule 1: entries are combined freely', rule, request('list', 'jobs'));
  });

  it('an absent or empty list fits nothing', () => {
    const get = request('get', 'pods');
    refuses('rule 1: resources is absent', { verbs: ['get'], apiGroups: [''] }, get);
    refuses('rule 1: apiGroups is absent', { verbs: ['get'], resources: ['pods'] }, get);
    refuses('rule 1: apiGroups is empty', allow('get', 'pods', { apiGroups: [] }), get);
    refuses('rule 1: verbs is empty', allow('', 'pods'), get);
  });

  it('capitals count', () => {
    refuses('rule 1: GET is not get', allow('GET', 'pods'), request('get', 'pods'));
    refuses('rule 1: Pods is not pods', allow('get', 'Pods'), request('get', 'pods'));
  });

  it('neither namespace nor version count', () => {
    const parts = { namespace: 'dev', apiVersion: 'v1beta1' };
    allows('rule 1: namespace and version', allow('get', 'pods'), request('get', 'pods', parts));
  });

  it('* as verb covers all verbs, also those yet to be invented', () => {
    const requests = [request('get', 'pods'), request('escalate', 'pods')];
    allows('rule 2: the verb *', allow('*', 'pods'), ...requests);
    refuses('rule 2: * is not a beginning', allow('ge*', 'pods'), request('get', 'pods'));
  });

  it('the core group is a group like others', () => {
    const any = allow('get', 'pods', { apiGroups: ['*'] });
    const inApps = request('get', 'pods', { apiGroup: 'apps' });
    allows('rule 3: the group *', any, inApps, request('get', 'pods'));
    refuses("rule 3: '' is not any group", allow('get', 'pods'), inApps);
    const apps = allow('get', 'pods', { apiGroups: ['apps'] });
    refuses("rule 3: apps does not cover ''", apps, request('get', 'pods'));
  });

  it('a subresource must be named', () => {
    refuses('rule 4: pods and pods/log', allow('get', 'pods'), request('get', 'pods/log'));
    allows('rule 4: pods/log', allow('get', 'pods/log'), request('get', 'pods/log'));
    refuses('rule 4: pods/log and pods', allow('get', 'pods/log'), request('get', 'pods'));
    refuses('rule 4: pods/log, status', allow('get', 'pods/log'), request('get', 'pods/status'));
    refuses('rule 4: log alone', allow('get', 'log'), request('get', 'pods/log'));
  });

  it('* covers resources and subresources', () => {
    const requests = [request('get', 'pods'), request('get', 'pods/log')];
    allows('rule 5: the resource *', allow('get', '*'), ...requests);
  });

  it('*/scale covers that subresource of every resource, and nothing else', () => {
    const rule = allow('get', '*/scale');
    allows('rule 5: */scale', rule, request('get', 'jobs/scale'), request('get', 'pods/scale'));
    refuses('rule 5: no subresource', rule, request('get', 'jobs'), request('get', 'scale'));
    refuses(
      'rule 5: others',
      rule,
      request('get', 'jobs/status'),
      request('get', 'jobs/autoscale'),
    );
  });

  it('there are no other patterns', () => {
    refuses('rule 5: pods/*', allow('get', 'pods/*'), request('get', 'pods/log'));
    refuses('rule 5: pods/*', allow('get', 'pods/*'), request('get', 'pods'));
    refuses('rule 5: */*', allow('get', '*/*'), request('get', 'pods/log'));
    refuses('rule 5: po*', allow('get', 'po*'), request('get', 'pods'));
  });

  it('resource names restrict a rule to these', () => {
    const rule = allow('get', 'pods', { resourceNames: ['web', 'db'] });
    allows('rule 6: a listed name', rule, request('get', 'pods', { name: 'db' }));
    refuses('rule 6: another name', rule, request('get', 'pods', { name: 'api' }));
    const named = request('get', 'pods', { name: 'web' });
    refuses('rule 6: other parts', rule, { ...named, verb: 'delete' });
    refuses('rule 6: other parts', rule, { ...named, resource: 'jobs' });
  });

  it('an empty list of names restricts nothing', () => {
    const rule = allow('get list', 'pods', { resourceNames: [] });
    const named = request('get', 'pods', { name: 'web' });
    allows('rule 6: no names', rule, named, request('list', 'pods'));
  });

  it('with names, a request without a name is not allowed', () => {
    const rule = allow('*', 'pods', { resourceNames: ['web'] });
    const requests = ['create', 'list', 'watch', 'deletecollection'].map((verb) =>
      request(verb, 'pods'),
    );
    refuses('rule 6: no name in the request', rule, ...requests);
  });

  it('the name decides, not the verb', () => {
    const rule = allow('list watch', 'pods', { resourceNames: ['web'] });
    const named = request('list', 'pods', { name: 'web' });
    allows('rule 6: a list with metadata.name=web', rule, named);
    const exec = allow('create', 'pods/exec', { resourceNames: ['web'] });
    const shell = request('create', 'pods/exec', { name: 'web' });
    allows('rule 6: a create of the subresource exec of web', exec, shell);
    refuses('rule 6: of another Pod', exec, { ...shell, name: 'db' });
  });

  it('* is no pattern among names', () => {
    const rule = allow('get', 'pods', { resourceNames: ['*'] });
    refuses('rule 6: the name *', rule, request('get', 'pods', { name: 'web' }));
  });

  it('the rule and the request are not changed', () => {
    const given: [PolicyRule, RequestInfo] = [
      allow('list get', 'pods/log', { resourceNames: ['b', 'a'] }),
      request('get', 'pods/log', { name: 'a' }),
    ];
    expect(copyBack(ruleAllows, ...given).args).toEqual(structuredClone(given));
  });
});

describe('Paths', () => {
  it('a path is allowed by a rule with this path and this verb', () => {
    const rule = allowPath('get', '/version /healthz');
    allows('rule 7: the second URL', rule, visit('get', '/healthz'));
    refuses('rule 7: another verb', rule, visit('post', '/healthz'));
    refuses('rule 7: another path', rule, visit('get', '/healthz/etcd'), visit('get', '/metrics'));
    allows('rule 7: the verb *', allowPath('*', '/version'), visit('post', '/version'));
  });

  it('resources say nothing about paths, paths nothing about resources', () => {
    refuses('rule 7: resources for a path', allow('*', '*'), visit('get', '/healthz'));
    refuses('rule 7: URLs for a resource', allowPath('*', '*'), request('get', 'pods'));
    const asked = request('get', 'pods');
    refuses('rule 7: a path that is equal', allowPath('*', asked.path), asked);
  });

  it('a rule with both counts for both', () => {
    const rule = { ...allow('get', 'pods', { resourceNames: ['web'] }), nonResourceURLs: ['/a'] };
    allows('rule 7: a path; names do not count', rule, visit('get', '/a'));
    allows('rule 7: a resource', rule, request('get', 'pods', { name: 'web' }));
  });

  it('/a/* covers what is below /a, not /a itself', () => {
    const rule = allowPath('get', '/a/*');
    allows('rule 8: /a/*', rule, visit('get', '/a/b'), visit('get', '/a/b/c'), visit('get', '/a/'));
    refuses('rule 8: /a/*', rule, visit('get', '/a'), visit('get', '/ab'), visit('get', '/b/a/b'));
  });

  it('a * at the end is a beginning of texts, not of directories', () => {
    const rule = allowPath('get', '/a*');
    allows('rule 8: /a*', rule, visit('get', '/a'), visit('get', '/abc'), visit('get', '/a/b'));
    refuses('rule 8: /a*', rule, visit('get', '/b'));
    const several = allowPath('get', '/a**');
    allows('rule 8: several * at the end', several, visit('get', '/a'), visit('get', '/ab'));
  });

  it('* alone covers all paths', () => {
    const rule = allowPath('get', '*');
    allows('rule 8: *', rule, visit('get', '/'), visit('get', '/healthz/etcd'));
  });

  it('a * elsewhere is a character', () => {
    const rule = allowPath('get', '/*/b /*/c/*');
    refuses('rule 8: a * in the middle', rule, visit('get', '/a/b'), visit('get', '/a/c/d'));
    allows('rule 8: a * in the middle', rule, visit('get', '/*/b'), visit('get', '/*/c/d'));
  });
});

describe('Subjects', () => {
  it('a user is meant by name', () => {
    const meant = (text: string) => subjectMatches(subject(text), ann, '');
    expect(meant('User ann'), 'rule 9: User ann').toBe(true);
    expect(meant('User bob'), 'rule 9: User bob').toBe(false);
    expect(meant('User devs'), 'rule 9: User devs, which is a group').toBe(false);
    expect(meant('User Ann'), 'rule 9: capitals count').toBe(false);
  });

  it('a group is meant when the user is in it', () => {
    const who = user('ann', 'devs', 'ops');
    const meant = (text: string) => subjectMatches(subject(text), who, '');
    expect(meant('Group ops'), 'rule 9: Group ops').toBe(true);
    expect(meant('Group qa'), 'rule 9: Group qa').toBe(false);
    expect(meant('Group ann'), 'rule 9: Group ann, which is a user').toBe(false);
    expect(subjectMatches(subject('Group ops'), user('bob'), ''), 'rule 9: no groups').toBe(false);
  });

  it('* is a name like others', () => {
    expect(subjectMatches(subject('User *'), ann, ''), 'rule 9: User *').toBe(false);
    expect(subjectMatches(subject('Group *'), ann, ''), 'rule 9: Group *').toBe(false);
    expect(subjectMatches(subject('User *'), user('*'), ''), 'rule 9: a user named *').toBe(true);
  });

  it('the API group of a subject does not count', () => {
    const named = { kind: 'User', name: 'ann', apiGroup: 'example.com' };
    expect(subjectMatches(named, ann, ''), 'rule 9: apiGroup').toBe(true);
  });

  it('a service account is the user of that long name', () => {
    const builder = user('system:serviceaccount:ci:builder', 'system:serviceaccounts:ci');
    const meant = (text: string) => subjectMatches(subject(text), builder, 'dev');
    expect(meant('ServiceAccount ci/builder'), 'rule 10: ci/builder').toBe(true);
    expect(meant('ServiceAccount qa/builder'), 'rule 10: qa/builder').toBe(false);
    expect(meant('ServiceAccount ci/default'), 'rule 10: ci/default').toBe(false);
    const plain = subjectMatches(subject('ServiceAccount ci/ann'), ann, 'dev');
    expect(plain, 'rule 10: a user called ann is not the service account ci/ann').toBe(false);
  });

  it('its namespace is that of the binding when it names none', () => {
    const builder = user('system:serviceaccount:ci:builder');
    const local = subject('ServiceAccount builder');
    expect(subjectMatches(local, builder, 'ci'), 'rule 10: binding in ci').toBe(true);
    expect(subjectMatches(local, builder, 'dev'), 'rule 10: binding in dev').toBe(false);
    const empty = { ...local, namespace: '' };
    expect(subjectMatches(empty, builder, 'ci'), "rule 10: namespace ''").toBe(true);
    const given = subject('ServiceAccount ci/builder');
    expect(subjectMatches(given, builder, ''), 'rule 10: its own namespace').toBe(true);
  });

  it('without any namespace it is nobody', () => {
    const odd = user('system:serviceaccount::builder');
    const local = subject('ServiceAccount builder');
    expect(subjectMatches(local, odd, ''), 'rule 10: no namespace at all').toBe(false);
  });

  it('groups of a service account are groups', () => {
    const builder = user('system:serviceaccount:ci:builder', 'system:serviceaccounts:ci');
    const group = subject('Group system:serviceaccounts:ci');
    expect(subjectMatches(group, builder, ''), 'rule 9: a Group').toBe(true);
    const asAccount = subject('ServiceAccount ci/system:serviceaccounts:ci');
    expect(subjectMatches(asAccount, builder, ''), 'rule 10: not by its groups').toBe(false);
  });

  it('other kinds are nobody', () => {
    expect(subjectMatches(subject('user ann'), ann, ''), 'rule 11: user').toBe(false);
    expect(subjectMatches(subject('Robot ann'), ann, ''), 'rule 11: Robot').toBe(false);
  });
});

describe('Bindings', bindings);

describe('Reasons', reasons);

describe('What may I do', whatMayIDo);

describe('Granting', granting);

describe('Any cluster', anyCluster);

describe('Stories', stories);
