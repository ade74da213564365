/** What the rest of the cluster has from each part. */
export const meanings: Readonly<Record<string, string>> = {
  course: 'What the parts are, and who talks to whom.',
  etcd: 'Everything that the cluster knows is kept here, and nowhere else.',
  apiserver: 'The one door: every other part reads and writes through it.',
  scheduler: 'It gives each new Pod a node.',
  controllers: 'They bring what is to what should be, one small step at a time.',
  kubelet: 'It makes the Pods of its node run, and says how they are.',
  proxy: 'It leads connections to a Service to the Pods behind it.',
  addons: 'What a cluster has on top: names, ways in from outside, growth by load.',
};

/** All that the screen about a part says. */
export const words = {
  partDone: (title: string) => `${title} is complete`,
  courseDone: 'Your cluster is complete',
  courseMeaning:
    'Every part of it was written by you: what kubectl asks for is stored, watched, scheduled, started, reached and healed by your own code.',
  files: (folder: string) =>
    `Your code stands in ${folder}. It is yours: keep it in git, show it, change it.`,
  unread: (titles: readonly string[]) => `Still unread: ${titles.join(', ')}.`,
  unreadMany: (count: number, title: string) => `Still unread: ${title} and ${count - 1} more.`,
  toUnread: 'Press Enter to read on.',
  solutions: 'Each exercise still opens: s shows the solution, d compares it with yours.',
  completed: (what: string) => `${what}: see it with ].`,
  seenLater: (what: string, key: string) => `${what}; ${key} at home shows it.`,
  next: (title: string) => `Next: ${title}. Press Enter.`,
} as const;
