/** The forms in which a class can be taken elsewhere. */
export const exportFormats = [
  'csv',
  'json',
  'canvas',
  'moodle',
  'gradescope',
  'junit',
  'github',
] as const;

export type ExportFormat = (typeof exportFormats)[number];
