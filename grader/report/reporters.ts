/** The forms in which `course grade` gives its verdicts. */
export const reporters = ['text', 'json', 'junit', 'gradescope', 'exercism', 'github'] as const;

export type Reporter = (typeof reporters)[number];
