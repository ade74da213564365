/** What one learner's entry may hold. Far above a finished workspace, far below what hurts. */
export const caps = {
  /** Files and folders in all, wanted or not. */
  entries: 20_000,
  /** TypeScript files that are kept. */
  files: 500,
  /** Bytes of one kept file; the grader itself reads no more than 64 KiB. */
  fileBytes: 256 * 1024,
  /** Bytes of an archive on disk, and of all that comes out of it while it is read. */
  archiveBytes: 64 * 1024 * 1024,
  unpackedBytes: 256 * 1024 * 1024,
  /** How many times larger than its archive a file may be. */
  ratio: 200,
  /** Characters of a path and folders in it. */
  pathLength: 240,
  depth: 12,
  /** Remarks that are kept of one entry. */
  remarks: 50,
} as const;
