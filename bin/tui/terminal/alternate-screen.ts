const enter = '\u001b[?1049h\u001b[?25l\u001b[H';
// Cleared first: after a resize tmux would bring rows of it back to the first screen.
const leave = '\u001b[2J\u001b[H\u001b[?25h\u001b[0m\u001b[?1049l';

/** The terminal's second screen: what stood on the first one is there again afterwards. */
export class AlternateScreen {
  private entered = false;
  private readonly leaveAtExit = () => this.leave();

  constructor(private readonly write: (text: string) => void) {}

  enter(): void {
    if (this.entered) return;
    this.entered = true;
    process.on('exit', this.leaveAtExit);
    this.write(enter);
  }

  /** Gives cursor and first screen back. Can be called at any time, also twice, also while the process dies. */
  leave(): void {
    if (!this.entered) return;
    this.entered = false;
    process.off('exit', this.leaveAtExit);
    this.write(leave);
  }
}
