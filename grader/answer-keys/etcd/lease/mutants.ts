import type { Mutant } from '../../../author/mutant.ts';

/** Mistakes that people make with leases, each as one change to the reference. */
export const mutants: Mutant[] = [
  {
    name: 'forgets-the-minimum',
    find: 'Math.max(ttl, this.#minTtl)',
    replace: 'ttl',
    fails: [
      'Granting > a TTL below the minimum becomes the minimum, 2 seconds unless the lessor is told otherwise',
    ],
  },
  {
    name: 'has-a-minimum-of-its-own',
    find: 'Math.max(ttl, this.#minTtl)',
    replace: 'Math.max(ttl, 2)',
    fails: [
      'Granting > a TTL below the minimum becomes the minimum, 2 seconds unless the lessor is told otherwise',
    ],
  },
  {
    name: 'takes-the-ttl-for-milliseconds',
    find: 'now + lease.ttl * 1000',
    replace: 'now + lease.ttl',
    fails: ['Granting > timeToLive tells the whole seconds left, rounded down, and those granted'],
  },
  {
    name: 'grants-under-id-0',
    find: "    if (id === 0) throw new EtcdError('LeaseNotFound');\n",
    replace: '',
    fails: ['Granting > id 0 is refused: it means "no lease"'],
  },
  {
    name: 'refuses-the-longest-ttl',
    find: 'ttl > maxTtl',
    replace: 'ttl >= maxTtl',
    fails: ['Granting > a TTL of 9,000,000,000 seconds is granted, one second more is refused'],
  },
  {
    name: 'grants-an-id-that-is-taken',
    find: "    if (this.has(id)) throw new EtcdError('LeaseExist');\n",
    replace: '',
    fails: ['Granting > an id that is taken is refused, and its lease goes on as it was'],
  },
  {
    name: 'looks-for-the-id-before-the-ttl',
    find: "    if (ttl > maxTtl) throw new EtcdError('LeaseTTLTooLarge');\n    if (this.has(id)) throw new EtcdError('LeaseExist');",
    replace:
      "    if (this.has(id)) throw new EtcdError('LeaseExist');\n    if (ttl > maxTtl) throw new EtcdError('LeaseTTLTooLarge');",
    fails: ['Granting > of several reasons to refuse, the first in the order of rule 2 is given'],
  },
  {
    name: 'rounds-the-seconds-left-up',
    find: 'Math.floor(',
    replace: 'Math.ceil(',
    fails: ['Granting > timeToLive tells the whole seconds left, rounded down, and those granted'],
  },
  {
    name: 'tells-what-was-asked-for-as-granted',
    find: '    return { id, ttl: lease.ttl };\n  }\n\n  has',
    replace: '    return { id, ttl };\n  }\n\n  has',
    fails: [
      'Granting > a TTL below the minimum becomes the minimum, 2 seconds unless the lessor is told otherwise',
    ],
  },
  {
    name: 'refuses-to-tell-of-an-unknown-lease',
    find: 'if (!lease) return { id, ttl: -1, grantedTtl: 0, keys: [] };',
    replace: "if (!lease) throw new EtcdError('LeaseNotFound');",
    fails: ['Granting > of a lease that does not exist timeToLive tells -1, without refusing'],
  },
  {
    name: 'lists-leases-in-the-order-of-grants',
    find: 'leases.sort(sooner).map',
    replace: 'leases.map',
    fails: [
      'Granting > leases come in the order in which they run out, the smaller id first if together',
    ],
  },
  {
    name: 'leaves-a-key-on-its-former-lease',
    find: '    this.detach(key);\n    lease.keys.add(key);',
    replace: '    lease.keys.add(key);',
    fails: ['Revoking > a key is on the lease to which it was attached last, and on no other'],
  },
  {
    name: 'detaches-before-it-refuses-to-attach',
    find: '    const lease = this.#lookup(id);\n    this.detach(key);',
    replace: '    this.detach(key);\n    const lease = this.#lookup(id);',
    fails: [
      'Revoking > attach refuses a lease that does not exist, and leaves the key where it was',
      'Any history > random calls of the lessor give what a plain model gives',
    ],
  },
  {
    name: 'makes-a-revision-for-each-key',
    find: '    const txn = this.#store.write();\n    for (const key of [...lease.keys].sort(compareBytes)) {\n      txn.deleteRange(key);',
    replace:
      '    let txn = this.#store.write();\n    for (const key of [...lease.keys].sort(compareBytes)) {\n      txn.deleteRange(key);\n      txn.end();\n      txn = this.#store.write();',
    fails: ['Revoking > revoke deletes all keys of the lease at one revision'],
  },
  {
    name: 'deletes-in-the-order-of-attaching',
    find: '.sort(compareBytes)',
    replace: '',
    fails: ['Revoking > revoke deletes all keys of the lease at one revision'],
  },
  {
    name: 'deletes-in-the-order-of-utf16-units',
    find: '.sort(compareBytes)',
    replace: '.sort()',
    fails: ['Revoking > revoke deletes in the order of bytes, so that all members do it alike'],
  },
  {
    name: 'deletes-what-begins-with-the-key',
    find: 'txn.deleteRange(key);\n      this',
    replace: 'txn.deleteRange(key, { rangeEnd: key + String.fromCharCode(0x30) });\n      this',
    fails: [
      'Revoking > revoke deletes nothing else: not the keys between, nor those of other leases',
    ],
  },
  {
    name: 'leaves-the-write-of-a-refused-revoke-open',
    find: '    const lease = this.#lookup(id);\n    const txn = this.#store.write();',
    replace: '    const txn = this.#store.write();\n    const lease = this.#lookup(id);',
    fails: ['Revoking > each write that revoke opens it ends, exactly once'],
  },
  {
    name: 'leaves-the-keys-on-the-revoked-lease',
    find: '      this.detach(key);\n    }',
    replace: '    }',
    fails: ['Revoking > after revoke the lease is gone and its keys are on no lease'],
  },
  {
    name: 'keeps-the-revoked-lease',
    find: '    this.#leases.delete(id);\n',
    replace: '',
    fails: ['Revoking > after revoke the lease is gone and its keys are on no lease'],
  },
  {
    name: 'runs-out-a-millisecond-late',
    find: '(lease) => now >= lease.expiry',
    replace: '(lease) => now > lease.expiry',
    fails: [
      'Running out > a lease has run out at the very millisecond of its time, and not one earlier',
    ],
  },
  {
    name: 'revokes-when-it-is-only-asked',
    find: '    return inOrder([...this.#leases.values()].filter((lease) => now >= lease.expiry));',
    replace:
      '    const ids = inOrder([...this.#leases.values()].filter((lease) => now >= lease.expiry));\n    for (const id of ids) this.revoke(id);\n    return ids;',
    fails: [
      'Running out > expired only tells: the lease and its keys are there, and it is told again',
    ],
  },
  {
    name: 'tells-an-expired-lease-only-once',
    find: '    return inOrder([...this.#leases.values()].filter((lease) => now >= lease.expiry));',
    replace:
      '    const late = [...this.#leases.values()].filter((lease) => now >= lease.expiry);\n    for (const lease of late) lease.expiry = never;\n    return inOrder(late);',
    fails: [
      'Running out > expired only tells: the lease and its keys are there, and it is told again',
    ],
  },
  {
    name: 'tells-expired-leases-by-id',
    find: 'return inOrder([...this.#leases.values()].filter((lease) => now >= lease.expiry));',
    replace:
      'return inOrder([...this.#leases.values()].filter((lease) => now >= lease.expiry)).sort((a, b) => a - b);',
    fails: ['Running out > each lease runs out by itself, and they are told in that order'],
  },
  {
    name: 'keeps-nothing-alive',
    find: '    refresh(lease, now);\n    return',
    replace: '    return',
    fails: [
      'Keeping alive > gives the full TTL again, counted from now',
      'Any history > random calls of the lessor give what a plain model gives',
    ],
  },
  {
    name: 'adds-the-ttl-to-what-is-left',
    find: '    refresh(lease, now);\n    return',
    replace: '    lease.expiry += lease.ttl * 1000;\n    return',
    fails: [
      'Keeping alive > gives the full TTL again, counted from now',
      'Keeping alive > adds nothing up, however often it is called',
      'Any history > random calls of the lessor give what a plain model gives',
    ],
  },
  {
    name: 'revives-a-lease-that-has-run-out',
    find: "    if (now >= lease.expiry) throw new EtcdError('LeaseNotFound');\n",
    replace: '',
    fails: [
      'Keeping alive > comes too late when the lease has run out, although nobody has revoked it',
    ],
  },
  {
    name: 'keeps-alive-at-the-moment-of-the-end',
    find: 'if (now >= lease.expiry)',
    replace: 'if (now > lease.expiry)',
    fails: [
      'Keeping alive > comes too late when the lease has run out, although nobody has revoked it',
    ],
  },
  {
    name: 'checks-the-lease-after-the-put',
    find: "    if (lease && !this.#leases.has(lease)) throw new EtcdError('LeaseNotFound');\n",
    replace: '',
    fails: [
      'Putting with a lease > a put with a lease that does not exist is refused, and nothing has changed',
    ],
  },
  {
    name: 'keeps-the-lease-when-a-put-names-none',
    find: '    else this.#leases.detach(key);\n',
    replace: '',
    fails: ['Putting with a lease > a put that names no lease takes the key off its lease'],
  },
  {
    name: 'drops-the-lease-with-ignore-lease',
    find: 'const lease = ignoreLease ? presentLease(on, key) : (options.lease ?? 0);',
    replace: 'const lease = options.lease ?? 0;',
    fails: ['Putting with a lease > ignoreLease leaves the key on the lease it is on'],
  },
  {
    name: 'keeps-the-lease-but-does-not-store-it',
    find: 'on.put(key, value, { lease, ...',
    replace: 'on.put(key, value, { lease: options.lease, ...',
    fails: ['Putting with a lease > ignoreLease leaves the key on the lease it is on'],
  },
  {
    name: 'makes-a-key-with-ignore-lease',
    find: "  if (!kv) throw new EtcdError('KeyNotFound');",
    replace: '  if (!kv) return 0;',
    fails: ['Putting with a lease > ignoreLease needs a key that exists'],
  },
  {
    name: 'takes-the-lease-despite-ignore-lease',
    find: "    if (ignoreLease && options.lease) throw new EtcdError('LeaseProvided');\n",
    replace: '',
    fails: [
      'Putting with a lease > of several reasons to refuse, the first in the order of rule 14 is given',
    ],
  },
  {
    name: 'leaves-deleted-keys-on-their-lease',
    find: '    for (const gone of prevKvs) this.#leases.detach(gone.key);\n',
    replace: '',
    fails: [
      'Putting with a lease > what deleteRange deletes is on no lease any more',
      'Any history > after random puts, deletions, writes and revokes the lessor knows what the store holds',
    ],
  },
  {
    name: 'detaches-only-the-first-key-of-a-range',
    find: 'this.#leases.detach(gone.key)',
    replace: 'gone.key === key && this.#leases.detach(key)',
    fails: ['Putting with a lease > what deleteRange deletes is on no lease any more'],
  },
  {
    name: 'gives-what-it-deleted-unasked',
    find: 'return options.prevKv ? { ...response, prevKvs } : response;',
    replace: 'return { ...response, prevKvs };',
    fails: [
      'Putting with a lease > what deleteRange deletes is on no lease any more',
      'Any history > after random puts, deletions, writes and revokes the lessor knows what the store holds',
    ],
  },
  {
    name: 'reads-the-store-instead-of-the-write',
    find: 'presentLease(on, key)',
    replace: 'presentLease(this.#store, key)',
    fails: [
      'Putting with a lease > in a write, ignoreLease sees what the write has done before',
      'Any history > after random puts, deletions, writes and revokes the lessor knows what the store holds',
    ],
  },
  {
    name: 'tells-the-lessor-nothing-in-a-write',
    find: 'put: (key, value, options = {}) => this.#putOn(txn, key, value, options)',
    replace: 'put: (key, value, options = {}) => txn.put(key, value, options)',
    fails: ['Putting with a lease > a write of several puts and deletions keeps to the same rules'],
  },
  {
    name: 'lets-leases-run-out-on-a-follower',
    find: '    if (this.#primary) refresh(lease, now);',
    replace: '    refresh(lease, now);',
    fails: ['Leaders and followers > on a follower nothing runs out, and all else goes on'],
  },
  {
    name: 'starts-no-clock-on-promotion',
    find: '    for (const lease of this.#leases.values()) refresh(lease, now + extend);\n',
    replace: '',
    fails: [
      'Leaders and followers > on promotion every lease has its full TTL again, whenever it was granted',
    ],
  },
  {
    name: 'forgets-to-extend',
    find: 'refresh(lease, now + extend)',
    replace: 'refresh(lease, now)',
    fails: ['Leaders and followers > extend gives milliseconds more, once'],
  },
  {
    name: 'takes-extend-for-seconds',
    find: 'now + extend)',
    replace: 'now + extend * 1000)',
    fails: ['Leaders and followers > extend gives milliseconds more, once'],
  },
  {
    name: 'extends-each-renewal',
    find: 'refresh(lease, now + extend);',
    replace:
      '{\n      refresh(lease, now + extend);\n      Object.assign(lease, { ttl: lease.ttl + extend / 1000 });\n    }',
    fails: ['Leaders and followers > extend gives milliseconds more, once'],
  },
  {
    name: 'leaves-those-that-had-run-out',
    find: 'for (const lease of this.#leases.values()) refresh(lease, now + extend)',
    replace:
      'for (const lease of this.#leases.values()) if (lease.expiry > now) refresh(lease, now + extend)',
    fails: ['Leaders and followers > a lease that had run out under the old leader lives again'],
  },
  {
    name: 'never-shortens-what-is-left',
    find: 'refresh(lease, now + extend)',
    replace:
      '(lease.expiry === never || lease.expiry < now + extend + lease.ttl * 1000) && refresh(lease, now + extend)',
    fails: [
      'Leaders and followers > a second promotion counts, not the first',
      'Any history > random calls of the lessor give what a plain model gives',
    ],
  },
  {
    name: 'goes-on-after-demote',
    find: '    for (const lease of this.#leases.values()) lease.expiry = never;\n',
    replace: '',
    fails: [
      'Leaders and followers > after demote nothing runs out, neither old leases nor new ones',
    ],
  },
  {
    name: 'grants-like-a-leader-after-demote',
    find: '    this.#primary = false;\n    for',
    replace: '    for',
    fails: [
      'Leaders and followers > after demote nothing runs out, neither old leases nor new ones',
    ],
  },
];
