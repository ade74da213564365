import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with transactions and locks, each as one change to the reference. */
export const mutants: Mutant[] = [
  {
    name: 'takes-a-missing-key-for-an-empty-value',
    find: '    return kv !== undefined && fits(compareBytes(kv.value, compare.than), compare.result);',
    replace: "    return fits(compareBytes(kv?.value ?? '', compare.than), compare.result);",
    fails: [
      'Conditions > a key that does not exist fails every condition on its value, != included',
    ],
  },
  {
    name: 'lets-a-missing-key-differ-from-any-value',
    find: 'return kv !== undefined && fits(compareBytes(kv.value, compare.than), compare.result);',
    replace:
      "return kv ? fits(compareBytes(kv.value, compare.than), compare.result) : compare.result === '!=';",
    fails: [
      'Conditions > a key that does not exist fails every condition on its value, != included',
    ],
  },
  {
    name: 'takes-an-empty-value-for-a-missing-key',
    find: 'return kv !== undefined && fits(',
    replace: 'return !!kv?.value && fits(',
    fails: ['Conditions > an empty value is a value'],
  },
  {
    name: 'compares-values-by-utf16-units',
    find: 'fits(compareBytes(kv.value, compare.than), compare.result)',
    replace: 'fits(kv.value < compare.than ? -1 : kv.value > compare.than ? 1 : 0, compare.result)',
    fails: ['Conditions > values are ordered by their bytes'],
  },
  {
    name: 'compares-values-as-numbers',
    find: 'fits(compareBytes(kv.value, compare.than), compare.result)',
    replace:
      'fits(Number(kv.value) - Number(compare.than) || compareBytes(kv.value, compare.than), compare.result)',
    fails: ['Conditions > a value is compared as text, not as a number'],
  },
  {
    name: 'reads-a-condition-from-right-to-left',
    find: 'return fits(numberOf(compare.target, kv) - compare.than, compare.result);',
    replace: 'return fits(compare.than - numberOf(compare.target, kv), compare.result);',
    fails: ['Conditions > version is compared by number: equal, different, greater, less'],
  },
  {
    name: 'takes-the-create-revision-for-the-mod-revision',
    find: '      return kv.modRevision;',
    replace: '      return kv.createRevision;',
    fails: ['Conditions > mod is compared by number: equal, different, greater, less'],
  },
  {
    name: 'fails-every-condition-on-a-missing-key',
    find: '  if (!kv) return 0;',
    replace: '  if (!kv) return Number.NaN;',
    fails: ['Conditions > a key that does not exist has 0 for each number'],
  },
  {
    name: 'counts-the-operations-of-all-lists-together',
    find: 'Math.max(compare.length, success.length, failure.length)',
    replace: 'compare.length + success.length + failure.length',
    fails: ['Refused requests > each list may have 128 entries, and no list 129'],
  },
  {
    name: 'does-not-count-conditions',
    find: 'Math.max(compare.length, success.length, failure.length)',
    replace: 'Math.max(success.length, failure.length)',
    fails: ['Refused requests > each list may have 128 entries, and no list 129'],
  },
  {
    name: 'refuses-the-128th-operation',
    find: 'longest > maxOps',
    replace: 'longest >= maxOps',
    fails: ['Refused requests > each list may have 128 entries, and no list 129'],
  },
  {
    name: 'accepts-an-empty-key-in-a-condition',
    find: '[...compare, ...success, ...failure]',
    replace: '[...success, ...failure]',
    fails: [
      'Refused requests > an empty key is refused in a condition and in every kind of operation',
    ],
  },
  {
    name: 'checks-only-the-success-branch-for-double-writes',
    find: 'if (writesTwice(success) || writesTwice(failure))',
    replace: 'if (writesTwice(success))',
    fails: [
      'Refused requests > one branch may not put a key twice',
      'All or nothing > what checkRequest refuses, txn refuses, whichever branch would run',
    ],
  },
  {
    name: 'takes-both-branches-for-one-list',
    find: 'if (writesTwice(success) || writesTwice(failure))',
    replace: 'if (writesTwice([...success, ...failure]))',
    fails: [
      'Refused requests > the two branches may write the same key, for only one of them will run',
    ],
  },
  {
    name: 'accepts-a-put-of-a-deleted-key',
    find: 'new Set(puts).size < puts.length || puts.some(deleted)',
    replace: 'new Set(puts).size < puts.length',
    fails: [
      'Refused requests > one branch may not put and delete a key, in whichever order',
      'Refused requests > nor put a key that lies in a range which it deletes',
    ],
  },
  {
    name: 'overlooks-puts-inside-a-deleted-range',
    find: 'return compareBytes(first, key) <= 0 && compareBytes(key, rangeEnd) < 0;',
    replace: 'return key === first;',
    fails: ['Refused requests > nor put a key that lies in a range which it deletes'],
  },
  {
    name: 'takes-a-deleted-key-for-a-prefix',
    find: 'if (rangeEnd === undefined) return key === first;',
    replace: 'if (rangeEnd === undefined) return key.startsWith(first);',
    fails: [
      'Refused requests > a deletion without rangeEnd is of one key, not of those that begin alike',
      'Any transaction > random requests are refused if and only if they must be',
    ],
  },
  {
    name: 'deletes-the-range-end-too',
    find: 'compareBytes(key, rangeEnd) < 0',
    replace: 'compareBytes(key, rangeEnd) <= 0',
    fails: ['Refused requests > nor put a key that lies in a range which it deletes'],
  },
  {
    name: 'orders-deleted-ranges-by-utf16-units',
    find: 'return compareBytes(first, key) <= 0 && compareBytes(key, rangeEnd) < 0;',
    replace: 'return first <= key && key < rangeEnd;',
    fails: ['Refused requests > whether a key lies in a deleted range is a matter of bytes'],
  },
  {
    name: 'refuses-two-deletions-of-a-key',
    find: "const puts = operations.filter(({ op }) => op === 'put').map(({ key }) => key);",
    replace: "const puts = operations.filter(({ op }) => op !== 'range').map(({ key }) => key);",
    fails: ['Refused requests > a branch may delete a key twice, and read what it writes'],
  },
  {
    name: 'takes-one-condition-that-holds-for-enough',
    find: 'request.compare.every(',
    replace: 'request.compare.some(',
    fails: [
      'Transactions > without conditions the success branch runs, and each operation has its response',
      'Transactions > success runs only if all conditions hold',
    ],
  },
  {
    name: 'does-nothing-when-a-condition-fails',
    find: 'const operations = succeeded ? request.success : request.failure;',
    replace: 'const operations = succeeded ? request.success : [];',
    fails: [
      'Transactions > if a condition does not hold the failure branch runs, and it may write too',
    ],
  },
  {
    name: 'only-reads-in-the-failure-branch',
    find: 'const operations = succeeded ? request.success : request.failure;',
    replace:
      "const operations = succeeded ? request.success : request.failure.filter(({ op }) => op === 'range');",
    fails: [
      'Transactions > if a condition does not hold the failure branch runs, and it may write too',
    ],
  },
  {
    name: 'looks-at-the-first-key-for-every-condition',
    find: 'store.range(compare.key).kvs[0]',
    replace: 'store.range((request.compare[0] as Compare).key).kvs[0]',
    fails: ['Transactions > every condition looks at its own key'],
  },
  {
    name: 'makes-a-revision-for-each-operation',
    find: 'operations.map((operation) => run(write, operation))',
    replace: 'operations.map((operation) => run(store as never, operation))',
    fails: ['Transactions > all changes share one revision'],
  },
  {
    name: 'reads-beside-the-write',
    find: 'operations.map((operation) => run(write, operation))',
    replace:
      "operations.map((operation) => run(operation.op === 'range' ? (store as never) : write, operation))",
    fails: ['Transactions > operations run in order, and see what those before them did'],
  },
  {
    name: 'writes-first-and-reads-afterwards',
    find: 'operations.map((operation) => run(write, operation))',
    replace:
      "[...operations].sort((a, b) => Number(a.op === 'range') - Number(b.op === 'range')).map((operation) => run(write, operation))",
    fails: ['Transactions > operations run in order, and see what those before them did'],
  },
  {
    name: 'forgets-the-options-of-a-put',
    find: 'write.put(operation.key, operation.value, operation)',
    replace: 'write.put(operation.key, operation.value)',
    fails: ['Transactions > operations keep their options'],
  },
  {
    name: 'counts-a-revision-for-a-deletion-that-finds-nothing',
    find: '{ revision: write.end(), succeeded, responses }',
    replace:
      "{ revision: write.end() + Number(responses.some((each) => 'deleted' in each && each.deleted === 0)), succeeded, responses }",
    fails: ['Transactions > what changes nothing makes no revision'],
  },
  {
    name: 'notices-a-wrong-revision-only-in-the-midst-of-writing',
    find: '  checkRevisions(store, operations);\n',
    replace: '',
    fails: [
      'All or nothing > a range in the future is refused before anything is written',
      'All or nothing > a range in the compacted past is refused before anything is written',
    ],
  },
  {
    name: 'lets-a-transaction-read-its-own-revision-by-number',
    find: 'if (operation.revision > store.revision)',
    replace: 'if (operation.revision > store.revision + 1)',
    fails: ["All or nothing > the transaction's own revision is the future too"],
  },
  {
    name: 'refuses-the-compacted-revision-itself',
    find: 'if (operation.revision < store.compactRevision)',
    replace: 'if (operation.revision <= store.compactRevision)',
    fails: ['All or nothing > the present and the compacted revision can be read'],
  },
  {
    name: 'checks-the-revisions-of-the-branch-that-does-not-run',
    find: 'checkRevisions(store, operations);',
    replace: 'checkRevisions(store, [...request.success, ...request.failure]);',
    fails: ['All or nothing > only the branch that runs is asked for its revisions'],
  },
  {
    name: 'evaluates-conditions-before-it-checks-the-request',
    find: '  checkRequest(request);\n  const succeeded',
    replace: '  const succeeded',
    fails: ['All or nothing > what checkRequest refuses, txn refuses, whichever branch would run'],
  },
  {
    name: 'swaps-by-version',
    find: "attempt(etcd, { key, target: 'mod', result: '=', than: modRevision }, [",
    replace: "attempt(etcd, { key, target: 'version', result: '=', than: modRevision && 1 }, [",
    fails: [
      'Compare and swap, compare and delete > a key deleted and made again is not the same, though value and version are',
    ],
  },
  {
    name: 'swaps-by-create-revision',
    find: "{ key, target: 'mod', result: '=', than: modRevision }",
    replace: "{ key, target: 'create', result: '=', than: modRevision }",
    fails: [
      'Compare and swap, compare and delete > a swap that comes too late writes nothing, and gives what is there instead',
      'Compare and swap, compare and delete > the same value again is not the same version: A, B, A has changed',
    ],
  },
  {
    name: 'tells-nothing-to-who-is-turned-down',
    find: 'return { succeeded, revision, current: found(responses)[0] };',
    replace: 'return { succeeded, revision };',
    fails: [
      'Compare and swap, compare and delete > a swap that comes too late writes nothing, and gives what is there instead',
    ],
  },
  {
    name: 'deletes-all-keys-that-begin-alike',
    find: "    { op: 'deleteRange', key },\n",
    replace: "    { op: 'deleteRange', key, rangeEnd: prefixEnd(key) },\n",
    fails: [
      'Compare and swap, compare and delete > compareAndDelete deletes one key, not those that begin alike',
    ],
  },
  {
    name: 'asks-again-for-what-is-there',
    find: 'return { succeeded, revision, current: found(responses)[0] };',
    replace:
      "return { succeeded, revision, current: read(etcd, { op: 'range', key: condition.key })[0] };",
    fails: [
      'Compare and swap, compare and delete > each is a single request, so that nobody can come between',
    ],
  },
  {
    name: 'overwrites-what-was-written-in-between',
    find: 'const swap = compareAndSwap(etcd, key, current?.modRevision ?? 0, value);',
    replace:
      "const swap = compareAndSwap(etcd, key, read(etcd, { op: 'range', key })[0]?.modRevision ?? 0, value);",
    fails: [
      'Read, change, write > whoever wrote in between loses nothing: the change is made anew on what they wrote',
    ],
  },
  {
    name: 'keeps-the-lease-of-what-it-replaces',
    find: 'const swap = compareAndSwap(etcd, key, current?.modRevision ?? 0, value);',
    replace:
      "const swap = attempt(etcd, { key, target: 'mod', result: '=', than: current?.modRevision ?? 0 }, [{ op: 'put', key, value, lease: current?.lease ?? 0 }]);",
    fails: ['Read, change, write > update attaches the key to no lease, as a swap does'],
  },
  {
    name: 'repeats-the-change-that-it-made-first',
    find: '    const value = change(current?.value);',
    replace: '    const value = change(current?.value);\n    change = () => value;',
    fails: [
      'Read, change, write > whoever wrote in between loses nothing: the change is made anew on what they wrote',
    ],
  },
  {
    name: 'reads-anew-before-each-attempt',
    find: '    current = swap.current;',
    replace: "    current = read(etcd, { op: 'range', key })[0];",
    fails: [
      'Read, change, write > each further attempt costs one request, for the refusal brings the value along',
    ],
  },
  {
    name: 'writes-although-nothing-has-changed',
    find: '    if (current && current.value === value) return current.modRevision;\n',
    replace: '',
    fails: ['Read, change, write > a change that changes nothing writes nothing'],
  },
  {
    name: 'takes-a-missing-key-for-an-empty-one-in-update',
    find: 'if (current && current.value === value) return current.modRevision;',
    replace: "if ((current?.value ?? '') === value) return current?.modRevision ?? 0;",
    fails: ['Read, change, write > an empty value is not a missing key'],
  },
  {
    name: 'wakes-the-whole-herd',
    find: 'const ahead = claims[place - 1];',
    replace: 'const ahead = place > 0 ? claims[0] : undefined;',
    fails: ['The queue for a lock > everybody watches only the one before, so a release wakes one'],
  },
  {
    name: 'watches-the-last-in-the-queue',
    find: 'const ahead = claims[place - 1];',
    replace:
      'const ahead = place > 0 ? claims.filter((claim) => claim.key !== key).at(-1) : undefined;',
    fails: ['The queue for a lock > asking again changes nothing and keeps the place'],
  },
  {
    name: 'orders-the-queue-by-name',
    find: "    sort: { target: 'create', order: 'ascend' },",
    replace: "    sort: { target: 'key', order: 'ascend' },",
    fails: ['The queue for a lock > the order is that of coming, not that of names'],
  },
  {
    name: 'orders-the-queue-by-the-last-write',
    find: "    sort: { target: 'create', order: 'ascend' },",
    replace: "    sort: { target: 'mod', order: 'ascend' },",
    fails: [
      'The queue for a lock > the order is that of creation, whoever writes to a key later',
      'The queue for a lock > the holder is the owner of the oldest claim',
    ],
  },
  {
    name: 'writes-the-claim-again',
    find: 'failure: [queue(lock)],',
    replace: "failure: [{ op: 'put', key, value: '', lease }, queue(lock)],",
    fails: ['The queue for a lock > asking again changes nothing and keeps the place'],
  },
  {
    name: 'takes-locks-that-begin-alike-for-one',
    find: '/`;\n  return {',
    replace: '`;\n  return {',
    fails: ['The queue for a lock > a lock whose name begins alike is another lock'],
  },
  {
    name: 'watches-from-the-revision-of-its-own-claim',
    find: 'startRevision: revision + 1',
    replace: 'startRevision: createRevision + 1',
    fails: ['The queue for a lock > asking again changes nothing and keeps the place'],
  },
  {
    name: 'watches-from-one-revision-too-late',
    find: 'startRevision: revision + 1',
    replace: 'startRevision: revision + 2',
    fails: [
      'The queue for a lock > whoever comes next waits, and is told which key to watch and from where on',
    ],
  },
  {
    name: 'reads-only-the-first-hundred-of-the-queue',
    find: "success: [{ op: 'put', key, value: '', lease }, queue(lock)],",
    replace: "success: [{ op: 'put', key, value: '', lease }, { ...queue(lock), limit: 100 }],",
    fails: ['The queue for a lock > a queue may be long'],
  },
  {
    name: 'forgets-the-lease',
    find: "{ op: 'put', key, value: '', lease }",
    replace: "{ op: 'put', key, value: '' }",
    fails: ['The queue for a lock > the claim is attached to the lease, if there is one'],
  },
  {
    name: 'takes-any-key-of-its-name-for-its-claim',
    find: "compare: [{ key, target: 'create', result: '=', than: createRevision }]",
    replace: "compare: [{ key, target: 'create', result: '>', than: 0 }]",
    fails: [
      'Held, lost, given up > a release leaves a later claim of the same owner alone',
      'Held, lost, given up > whoever has lost the lock without noticing writes nothing',
    ],
  },
  {
    name: 'loses-its-claim-with-the-next-write-to-its-key',
    find: "compare: [{ key, target: 'create', result: '=', than: createRevision }]",
    replace: "compare: [{ key, target: 'mod', result: '=', than: createRevision }]",
    fails: [
      'Held, lost, given up > whileHeld carries out its operations as long as the claim stands',
    ],
  },
  {
    name: 'releases-claims-whose-names-begin-alike',
    find: "whileHeld(etcd, claim, [{ op: 'deleteRange', key: claim.key }])",
    replace:
      "whileHeld(etcd, claim, [{ op: 'deleteRange', key: claim.key, rangeEnd: prefixEnd(claim.key) }])",
    fails: ['Held, lost, given up > a release deletes one key, not those that begin alike'],
  },
  {
    name: 'releases-whatever-claim-is-there',
    find: "return whileHeld(etcd, claim, [{ op: 'deleteRange', key: claim.key }]).succeeded;",
    replace:
      "const answer = etcd.txn({ compare: [], success: [{ op: 'deleteRange', key: claim.key }], failure: [] });\n  return (answer.responses[0] as { deleted: number }).deleted > 0;",
    fails: ['Held, lost, given up > a release leaves a later claim of the same owner alone'],
  },
];
