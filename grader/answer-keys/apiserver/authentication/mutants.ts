// biome-ignore-all lint/suspicious/noTemplateCurlyInString: parts of the reference

import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with credentials. */
export const mutants: Mutant[] = [
  {
    name: 'stops-at-the-first-wrong-credential',
    find: '      wrong.push(error.message);',
    replace: '      throw error;',
    fails: [
      'A chain > a wrong credential leaves it to the next, too (rule 2)',
      'A chain > the CredentialError says what each of them said (rule 3)',
    ],
  },
  {
    name: 'takes-wrong-for-nothing',
    find: "  if (wrong.length > 0) throw new CredentialError(wrong.join('; '));\n",
    replace: '',
    fails: [
      'A chain > wrong for one, unknown to all others: CredentialError (rule 3)',
      'A chain > the CredentialError says what each of them said (rule 3)',
    ],
  },
  {
    name: 'takes-an-outage-for-a-wrong-credential',
    find: '      if (!(error instanceof CredentialError)) throw error;\n      wrong.push(error.message);',
    replace: '      wrong.push((error as Error).message);',
    fails: [
      'A chain > an error that is not about the credential goes through at once (rule 4)',
      'The door > an error that is not about the credential goes through (rule 7)',
    ],
  },
  {
    name: 'lets-the-wrong-in-as-anonymous',
    find: 'throw error instanceof CredentialError ? unauthorized() : error;',
    replace: 'if (!(error instanceof CredentialError)) throw error;',
    fails: [
      'The door > who shows something wrong is not anonymous (rule 7)',
      'The door > the 401 does not say why (rule 7)',
    ],
  },
  {
    name: 'tells-the-client-why',
    find: 'error instanceof CredentialError ? unauthorized()',
    replace: 'error instanceof CredentialError ? unauthorized(error.message)',
    fails: ['The door > the 401 does not say why (rule 7)'],
  },
  {
    name: 'anonymous-is-always-allowed',
    find: '  if (!anonymous) throw unauthorized();\n',
    replace: '',
    fails: [
      'The door > where nobody may be anonymous, who shows nothing gets a 401 (rule 6)',
      'The door > the 401 does not say why (rule 7)',
    ],
  },
  {
    name: 'authenticates-the-anonymous',
    find: 'user.name === anonymousName ? user : withGroup(user, authenticated)',
    replace: 'withGroup(user, authenticated)',
    fails: ['The door > system:anonymous is not authenticated, whoever says so (rule 5)'],
  },
  {
    name: 'adds-authenticated-twice',
    find: 'user.groups.includes(group) || user.groups.includes(unauthenticated)',
    replace: 'user.groups.includes(unauthenticated)',
    fails: [
      'The door > system:authenticated is not added twice, nor beside system:unauthenticated (rule 5)',
    ],
  },
  {
    name: 'adds-authenticated-beside-unauthenticated',
    find: 'user.groups.includes(group) || user.groups.includes(unauthenticated)',
    replace: 'user.groups.includes(group)',
    fails: [
      'The door > system:authenticated is not added twice, nor beside system:unauthenticated (rule 5)',
    ],
  },
  {
    name: 'forgets-uid-and-extra',
    find: '{ ...user, groups: [...user.groups, group] }',
    replace: "{ name: user.name, uid: '', groups: [...user.groups, group], extra: {} }",
    fails: ['The door > uid and extra stay as they are (rule 5)'],
  },
  {
    name: 'bearer-must-be-spelled-so',
    find: "scheme?.toLowerCase() !== 'bearer'",
    replace: "scheme !== 'Bearer'",
    fails: ['Bearer tokens > the word may be written in any case, the token not (rule 8)'],
  },
  {
    name: 'splits-at-many-blanks',
    find: ".trim().split(' ')",
    replace: '.trim().split(/ +/)',
    fails: ['Bearer tokens > no token, or an empty one, is no credential (rule 9)'],
  },
  {
    name: 'takes-the-rest-for-the-token',
    find: "const [scheme, token] = (headers.authorization?.[0] ?? '').trim().split(' ');",
    replace:
      "const [scheme, ...rest] = (headers.authorization?.[0] ?? '').trim().split(' ');\n  const token = rest.join(' ');",
    fails: [
      'Bearer tokens > blanks around it, and what comes after another blank, mean nothing (rule 8)',
      'Bearer tokens > no token, or an empty one, is no credential (rule 9)',
    ],
  },
  {
    name: 'takes-any-scheme-for-a-token',
    find: "scheme?.toLowerCase() !== 'bearer' || !token",
    replace: '!scheme || !token',
    fails: [
      'Bearer tokens > only the first value of the header counts (rule 8)',
      'Bearer tokens > another scheme is no credential (rule 9)',
    ],
  },
  {
    name: 'an-unknown-token-is-anonymous',
    find: "  must(user, 'nobody knows this bearer token');\n",
    replace: '',
    fails: [
      'Bearer tokens > the word may be written in any case, the token not (rule 8)',
      'Bearer tokens > a token that nobody knows is wrong (rule 10)',
    ],
  },
  {
    name: 'believes-any-certificate',
    find: 'isValidAt(authority, now) && isIssuedBy(clientCertificate, authority)',
    replace: 'isValidAt(authority, now)',
    fails: [
      'Client certificates > who issued it counts, not what that authority is called (rule 12)',
      'Client certificates > a right one without a common name names nobody; a wrong one is wrong (rules 12 and 13)',
    ],
  },
  {
    name: 'compares-the-authoritys-name',
    find: 'isIssuedBy(clientCertificate, authority)',
    replace: 'parseCertificate(authority).isAuthority',
    fails: [
      'Client certificates > who issued it counts, not what that authority is called (rule 12)',
      'Client certificates > a right one without a common name names nobody; a wrong one is wrong (rules 12 and 13)',
    ],
  },
  {
    name: 'believes-an-expired-authority',
    find: 'isValidAt(authority, now) && isIssuedBy',
    replace: 'isIssuedBy',
    fails: ['Client certificates > an authority that has expired vouches for nobody (rule 12)'],
  },
  {
    name: 'certificates-never-expire',
    find: '  must(isValidAt(clientCertificate, now), `not the time of the certificate of "${commonName}"`);\n',
    replace: '',
    fails: ['Client certificates > it is valid from its first to its last millisecond (rule 12)'],
  },
  {
    name: 'a-server-may-be-a-client',
    find: '  must(extendedKeyUsage?.includes(clientAuth) ?? true, `"${commonName}" is not for clients`);\n',
    replace: '',
    fails: ['Client certificates > if its uses are limited, clients must be among them (rule 12)'],
  },
  {
    name: 'unlimited-uses-are-none',
    find: 'extendedKeyUsage?.includes(clientAuth) ?? true',
    replace: 'extendedKeyUsage?.includes(clientAuth)',
    fails: [
      'Client certificates > without organizations there are no groups (rule 13)',
      'Client certificates > if its uses are limited, clients must be among them (rule 12)',
    ],
  },
  {
    name: 'a-user-without-a-name',
    find: "  if (commonName === '') return undefined;\n",
    replace: '',
    fails: [
      'Client certificates > a right one without a common name names nobody; a wrong one is wrong (rules 12 and 13)',
    ],
  },
  {
    name: 'judges-tokens-of-others',
    find: '  if (!read || !issuers.some((issuer) => issuer === read.claims.iss)) return undefined;',
    replace:
      "  if (!read) return undefined;\n  if (!issuers.some((issuer) => issuer === read.claims.iss)) throw new CredentialError('foreign issuer');",
    fails: [
      'Service account tokens > the token of another issuer is not ours to judge, however wrong it is (rule 14)',
    ],
  },
  {
    name: 'only-the-first-issuer-is-ours',
    find: '!issuers.some((issuer) => issuer === read.claims.iss)',
    replace: 'issuers[0] !== read.claims.iss',
    fails: ['Service account tokens > each of our issuers is ours (rule 14)'],
  },
  {
    name: 'no-algorithm-no-signature',
    find: 'must(isSigned(read, keys)',
    replace: "must(read.header.alg === 'none' || isSigned(read, keys)",
    fails: ['Service account tokens > a token that says it needs no signature is wrong (rule 15)'],
  },
  {
    name: 'never-looks-at-the-signature',
    find: "  must(isSigned(read, keys), 'invalid signature');\n",
    replace: '',
    fails: [
      'Service account tokens > a token that was changed, or signed by somebody else, is wrong (rule 15)',
      'Service account tokens > a token that says it needs no signature is wrong (rule 15)',
    ],
  },
  {
    name: 'tries-all-keys-whatever-the-kid',
    find: '    .filter((key) => !kid || key.kid === kid)\n',
    replace: '',
    fails: ['Service account tokens > with a kid only the key of that name will do (rule 15)'],
  },
  {
    name: 'a-key-without-a-name-fits-every-kid',
    find: '!kid || key.kid === kid',
    replace: '!kid || (key.kid ?? kid) === kid',
    fails: [
      'Service account tokens > a key that has no kid fits only tokens without one (rule 15)',
    ],
  },
  {
    name: 'needs-a-kid',
    find: '!kid || key.kid === kid',
    replace: 'key.kid === kid',
    fails: ['Service account tokens > without a kid any of our keys will do (rule 15)'],
  },
  {
    name: 'is-meant-for-anybody',
    find: "  must(isMeantFor(audiences, claims), 'not meant for us');\n",
    replace: '',
    fails: ['Service account tokens > a token must be meant for us (rule 17)'],
  },
  {
    name: 'searches-the-audience-in-a-text',
    find: 'named.some((name) => audiences.includes(name))',
    replace: 'audiences.some((name) => aud.includes(name))',
    fails: ['Service account tokens > a token must be meant for us (rule 17)'],
  },
  {
    name: 'no-audience-is-nobody',
    find: 'named.length === 0 || ',
    replace: '',
    fails: [
      'Service account tokens > names the service account and its groups (rule 19)',
      'Service account tokens > tells of the Pod, and of the id of the token (rule 19)',
    ],
  },
  {
    name: 'times-are-milliseconds',
    find: 'exp * 1000 >= now',
    replace: 'exp >= now',
    fails: ['Service account tokens > exp may lie 60 s in the past, and no more (rule 16)'],
  },
  {
    name: 'the-epoch-is-no-time',
    find: '{ exp = Infinity, nbf = 0, iat = 0 }: Claims, now: number): boolean {',
    replace:
      '{ exp: end, nbf = 0, iat = 0 }: Claims, now: number): boolean {\n  const exp = end || Infinity;',
    fails: ['Service account tokens > an exp of 0 is a time, and long past (rule 16)'],
  },
  {
    name: 'no-leeway-for-exp',
    find: 'exp * 1000 >= now - leewayMs',
    replace: 'exp * 1000 >= now',
    fails: ['Service account tokens > exp may lie 60 s in the past, and no more (rule 16)'],
  },
  {
    name: 'no-leeway-for-nbf',
    find: '<= now + leewayMs',
    replace: '<= now',
    fails: [
      'Service account tokens > nbf and iat may lie 60 s in the future, and no more (rule 16)',
    ],
  },
  {
    name: 'does-not-look-at-iat',
    find: 'Math.max(nbf, iat)',
    replace: 'nbf',
    fails: [
      'Service account tokens > nbf and iat may lie 60 s in the future, and no more (rule 16)',
    ],
  },
  {
    name: 'compares-names-and-not-uids',
    find: '  if (object?.metadata?.uid !== claim.uid) return false;',
    replace: '  if (!object?.metadata) return false;',
    fails: [
      'Service account tokens > the service account must exist, and be the very one (rule 18)',
      'Service account tokens > a token ends with its Pod (rule 18)',
    ],
  },
  {
    name: 'forgets-the-pod',
    find: "  must(!pod || lives('pods', pod), 'its Pod is gone');\n",
    replace: '',
    fails: [
      'Service account tokens > a Pod may be deleted for 60 s, and no more (rule 18)',
      'Service account tokens > a token ends with its Pod (rule 18)',
    ],
  },
  {
    name: 'deleted-at-once',
    find: 'return deletionTimestamp === undefined || parseTime(deletionTimestamp) >= now - leewayMs',
    replace: 'return deletionTimestamp === undefined',
    fails: [
      'Service account tokens > a service account may be deleted for 60 s, and no more (rule 18)',
      'Service account tokens > a Pod may be deleted for 60 s, and no more (rule 18)',
    ],
  },
  {
    name: 'never-deleted',
    find: 'deletionTimestamp === undefined || parseTime(deletionTimestamp) >= now - leewayMs',
    replace: 'deletionTimestamp !== null',
    fails: [
      'Service account tokens > a service account may be deleted for 60 s, and no more (rule 18)',
      'Service account tokens > a Pod may be deleted for 60 s, and no more (rule 18)',
    ],
  },
  {
    name: 'tells-nothing-of-the-pod',
    find: "      ...(pod && { 'authentication.kubernetes.io/pod-name': [pod.name] }),\n",
    replace: '',
    fails: ['Service account tokens > tells of the Pod, and of the id of the token (rule 19)'],
  },
  {
    name: 'takes-longer-tokens',
    find: '\\.([a-z0-9]{16})$/',
    replace: '\\.([a-z0-9]{16})/',
    fails: ['Bootstrap tokens > a text of another form is not looked up (rule 20)'],
  },
  {
    name: 'any-character-for-the-dot',
    find: '\\.([a-z0-9]{16})$/',
    replace: '.([a-z0-9]{16})$/',
    fails: ['Bootstrap tokens > a text of another form is not looked up (rule 20)'],
  },
  {
    name: 'knows-the-id-and-lets-it-in',
    find: "  if (secretText(secret, 'token-secret') !== tokenSecret) return undefined;\n",
    replace: '',
    fails: ['Bootstrap tokens > the secret half must be the same (rule 21)'],
  },
  {
    name: 'uses-a-secret-on-its-way-out',
    find: '!secret || secret.metadata?.deletionTimestamp',
    replace: '!secret',
    fails: ['Bootstrap tokens > the Secret must not be on its way out (rule 21)'],
  },
  {
    name: 'any-secret-will-do',
    find: '    secret.type === tokenType &&\n    secretText(secret',
    replace: '    secretText(secret',
    fails: [
      'Bootstrap tokens > the Secret must have the type of a bootstrap token (rule 21)',
      'The signer > does not sign with what is not for signing (rule 30)',
    ],
  },
  {
    name: 'does-not-compare-the-id',
    find: "    secretText(secret, 'token-id') === id &&\n",
    replace: '',
    fails: [
      'Bootstrap tokens > the Secret must say the same id as its name (rule 21)',
      'The signer > does not sign with what is not for signing (rule 30)',
    ],
  },
  {
    name: 'ignores-the-usage',
    find: "    secretText(secret, `usage-bootstrap-${usage}`) === 'true' &&\n",
    replace: '',
    fails: [
      'Bootstrap tokens > the Secret must be meant for authentication (rule 21)',
      'The signer > does not sign with what is not for signing (rule 30)',
    ],
  },
  {
    name: 'relies-on-the-cleaner',
    find: ' &&\n    expiryOf(secret) > now',
    replace: '',
    fails: [
      'Bootstrap tokens > it expires to the millisecond (rule 22)',
      'Bootstrap tokens > it never expires without a time, and is expired when the time cannot be read (rule 22)',
    ],
  },
  {
    name: 'an-unreadable-time-is-never',
    find: 'return -Infinity;',
    replace: 'return Infinity;',
    fails: [
      'Bootstrap tokens > it never expires without a time, and is expired when the time cannot be read (rule 22)',
      'The signer > does not sign with what is not for signing (rule 30)',
    ],
  },
  {
    name: 'takes-any-group',
    find: '  if (!more.every((group) => extraGroup.test(group))) return undefined;\n',
    replace: '',
    fails: ['Bootstrap tokens > one group that is none for bootstrap tokens spoils it (rule 23)'],
  },
  {
    name: 'drops-wrong-groups-only',
    find: "text === '' ? [] : text.split(',')",
    replace: "text.split(',').filter((group) => group.startsWith('system:bootstrappers:'))",
    fails: ['Bootstrap tokens > one group that is none for bootstrap tokens spoils it (rule 23)'],
  },
  {
    name: 'groups-are-not-sorted',
    find: "[...new Set(['system:bootstrappers', ...more])].sort()",
    replace: "[...new Set(['system:bootstrappers', ...more])]",
    fails: ['Bootstrap tokens > more groups come from the Secret, sorted and each once (rule 23)'],
  },
  {
    name: 'a-group-twice',
    find: "[...new Set(['system:bootstrappers', ...more])].sort()",
    replace: "['system:bootstrappers', ...more].sort()",
    fails: ['Bootstrap tokens > more groups come from the Secret, sorted and each once (rule 23)'],
  },
  {
    name: 'impersonates-without-asking',
    find: 'authorize({ ...impersonation, user, resource, namespace, name })',
    replace: "{ allowed: true, reason: '' }",
    fails: [
      'Impersonation > for a user one must be allowed to impersonate that user (rule 25)',
      'Impersonation > for each group one must be allowed to impersonate that group (rule 25)',
    ],
  },
  {
    name: 'asks-for-the-user-only',
    find: "  for (const group of groups) ask('groups', group);\n",
    replace: '',
    fails: [
      'Impersonation > for each group one must be allowed to impersonate that group (rule 25)',
      'Impersonation > what is not allowed ends with a 403, not a 401 (rule 26)',
    ],
  },
  {
    name: 'asks-for-service-accounts-as-users',
    find: "  if (account) ask('serviceaccounts', account, namespace);\n  else ask('users', wanted);",
    replace: "  ask('users', wanted);",
    fails: ['Impersonation > a service account is asked for in its namespace (rule 25)'],
  },
  {
    name: 'ignores-groups-without-a-user',
    find: "  if (wanted === '') throw internalError('groups to impersonate, and no user');\n",
    replace: "  if (wanted === '') return user;\n",
    fails: ['Impersonation > groups without a user make no sense (rule 24)'],
  },
  {
    name: 'keeps-the-old-groups',
    find: 'groups.length > 0 ? [...groups] : own',
    replace: '[...user.groups, ...(groups.length > 0 ? groups : own)]',
    fails: [
      'Impersonation > what only looks like a service account is a user (rule 25)',
      'Impersonation > nothing of the old user is left (rule 27)',
    ],
  },
  {
    name: 'keeps-the-old-uid-and-extra',
    find: "{ name: wanted, uid: '', groups: acting, extra: {} }",
    replace: '{ ...user, name: wanted, groups: acting }',
    fails: [
      'Impersonation > what only looks like a service account is a user (rule 25)',
      'Impersonation > nothing of the old user is left (rule 27)',
    ],
  },
  {
    name: 'service-account-groups-always',
    find: 'groups.length > 0 ? [...groups] : own',
    replace: '[...own, ...groups]',
    fails: [
      'Impersonation > a service account has its groups, unless others are asked for (rule 27)',
    ],
  },
  {
    name: 'anonymous-becomes-authenticated',
    find: 'wanted === anonymousName ? unauthenticated : authenticated',
    replace: 'authenticated',
    fails: ['Impersonation > system:anonymous is unauthenticated (rule 27)'],
  },
  {
    name: 'leaves-the-content-in',
    find: 'return `${header}..${base64url(signature)}`',
    replace: 'return `${header}.${base64url(content)}.${base64url(signature)}`',
    fails: [
      'The signer > signs with the secret half and leaves the content out (rule 28)',
      'The signer > puts a signature of each usable token beside the kubeconfig (rule 30)',
    ],
  },
  {
    name: 'signs-the-content-alone',
    find: 'hmacSha256(tokenSecret, `${header}.${base64url(content)}`)',
    replace: 'hmacSha256(tokenSecret, base64url(content))',
    fails: [
      'The signer > signs with the secret half and leaves the content out (rule 28)',
      'The signer > puts a signature of each usable token beside the kubeconfig (rule 30)',
    ],
  },
  {
    name: 'signs-with-the-whole-token',
    find: 'hmacSha256(tokenSecret, `',
    replace: 'hmacSha256(`${tokenId}.${tokenSecret}`, `',
    fails: [
      'The signer > signs with the secret half and leaves the content out (rule 28)',
      'The signer > puts a signature of each usable token beside the kubeconfig (rule 30)',
    ],
  },
  {
    name: 'header-the-other-way-round',
    find: "{ alg: 'HS256', kid: tokenId }",
    replace: "{ kid: tokenId, alg: 'HS256' }",
    fails: [
      'The signer > signs with the secret half and leaves the content out (rule 28)',
      'The signer > puts a signature of each usable token beside the kubeconfig (rule 30)',
    ],
  },
  {
    name: 'keeps-old-signatures',
    find: '.filter(([key]) => !key.startsWith(signaturePrefix))',
    replace: '',
    fails: [
      'The signer > takes away what no usable token stands for, and renews what is out of date (rule 30)',
    ],
  },
  {
    name: 'drops-the-other-data',
    find: '[...others, ...',
    replace: "[['kubeconfig', kubeconfig], ...",
    fails: ['The signer > puts a signature of each usable token beside the kubeconfig (rule 30)'],
  },
  {
    name: 'writes-in-every-round',
    find: 'if (!deepEqual(data, info.data)) client',
    replace: 'client',
    fails: ['The signer > writes nothing when nothing changes (rule 31)'],
  },
  {
    name: 'writes-without-the-version',
    find: '{ ...info, data }',
    replace: "{ metadata: { name: 'cluster-info', namespace: 'kube-public' }, data }",
    fails: ['The signer > writes once, over the version that it has read (rule 31)'],
  },
  {
    name: 'an-empty-kubeconfig-is-none',
    find: 'if (kubeconfig === undefined) return;',
    replace: 'if (!kubeconfig) return;',
    fails: ['The signer > an empty kubeconfig is one (rule 29)'],
  },
  {
    name: 'fails-when-somebody-was-faster',
    find: " && ['NotFound', 'Conflict'].includes(error.reason)",
    replace: ' && error.code === 0',
    fails: [
      'The signer > has nothing to do without a ConfigMap or without a kubeconfig (rule 29)',
      'The signer > leaves it to the next round when somebody was faster; other errors go through (rule 34)',
    ],
  },
  {
    name: 'swallows-every-refusal',
    find: " && ['NotFound', 'Conflict'].includes(error.reason)",
    replace: '',
    fails: [
      'The signer > leaves it to the next round when somebody was faster; other errors go through (rule 34)',
      'The cleaner > goes on when somebody was faster; other errors go through (rule 34)',
    ],
  },
  {
    name: 'whatever-cannot-be-read-is-not-there',
    find: "const info = client.get('configmaps', 'kube-public', 'cluster-info');",
    replace:
      "const [info] = [0].flatMap(() => {\n      try {\n        return [client.get('configmaps', 'kube-public', 'cluster-info')];\n      } catch {\n        return [];\n      }\n    });\n    if (!info) return;",
    fails: [
      'The signer > an error of reading goes through, unless there is nothing (rules 29 and 34)',
    ],
  },
  {
    name: 'cleans-away-other-secrets',
    find: '    if (secret.type !== tokenType) continue;\n',
    replace: '',
    fails: [
      'The cleaner > the name does not matter, the type and the namespace do (rule 32)',
      'The cleaner > says when the next one ends (rule 33)',
    ],
  },
  {
    name: 'deletes-whoever-has-the-name',
    find: ', { preconditions }',
    replace: '',
    fails: ['The cleaner > deletes what has expired, and only this very Secret (rule 32)'],
  },
  {
    name: 'says-when-the-last-one-ends',
    find: 'Math.min(next, left)',
    replace: 'next === Infinity ? left : Math.max(next, left)',
    fails: ['The cleaner > says when the next one ends (rule 33)'],
  },
  {
    name: 'never-is-infinity',
    find: 'next === Infinity ? undefined : next',
    replace: 'next',
    fails: ['The cleaner > says nothing when none will end (rule 33)'],
  },
  {
    name: 'a-token-goes-before-the-certificate',
    find: '    (request) => authenticateCertificate(authorities, request, now),\n    (request) => authenticateBearer(tokens, request, now),\n',
    replace:
      '    (request) => authenticateBearer(tokens, request, now),\n    (request) => authenticateCertificate(authorities, request, now),\n',
    fails: ['All together > a certificate goes before a token (rule 35)'],
  },
  {
    name: 'forgets-bootstrap-tokens',
    find: '  if (bootstrapSecrets)\n    tokens.push((token) => authenticateBootstrapToken(bootstrapSecrets, token, now));\n',
    replace: '',
    fails: [
      'All together > each credential finds its authenticator (rule 35)',
      'All together > one of two credentials may be wrong (rules 2 and 35)',
    ],
  },
];
