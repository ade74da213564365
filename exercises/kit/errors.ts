/** Thrown by a stub until its step is written. The message names the step. */
export class NotImplemented extends Error {
  override readonly name = 'NotImplemented';
  constructor(readonly step: string) {
    super(`not implemented yet: ${step}`);
  }
}
