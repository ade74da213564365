/** All that the simulation screen says to a learner. */
export const words = {
  loading: 'Getting ready …',
  waiting: 'waiting for your code …',
  reference: 'the reference',
  /** `others`: parts that stay the reference's. */
  own: (parts: readonly string[], others: boolean) => {
    if (!others) return 'your own';
    if (parts.length > 2) return `${parts.length} parts of your own`;
    return `your ${parts.map((id) => id.split('/')[1]).join(' and your ')}`;
  },
  seed: (seed: number) => `seed ${seed}`,
  moment: (at: number, last: number) =>
    at === last ? `moment ${at}` : `moment ${at} of ${last}, looking back`,
  rewound: 'You look back: Space goes on, and what you do now begins another future.',
  running: 'running; r pauses',
  longEnough: 'This run is long enough.',
  over: 'Nothing more happens. ← looks back, n begins again with another seed.',
  pace: (ms: number) => `One step every ${ms < 1000 ? `${ms} ms` : `${ms / 1000} s`}.`,
  nothingToDo: 'There is nothing to do at this moment.',
  notPossible: (label: string, why: string) => `Not now: ${label}. ${why}`,
  beginning: 'At the beginning',
  step: (number: number) => `Step ${number}`,
  did: (label: string) => `You: ${label}`,
  whatHappened: 'What happened',
  choices: 'What you can do',
  choicesHint: 'Enter does it',
  tooNarrow: 'The picture goes on: 80 columns show all of it.',
} as const;
