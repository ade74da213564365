// The fixture course with a mistake of ours in it: a lesson cannot be drawn.
import { farewell } from '../../bin/commands/launch/farewell.ts';
import { fixturePorts } from '../../bin/tui/fixture/ports.ts';
import { openCourse } from '../../bin/tui/launch.tsx';

const ports = fixturePorts();
const lesson = (id: string) => ({ ...ports.content.lesson(id), blocks: null }) as never;
const broken = { ...ports.content, lesson };
const log = { path: '/home/ada/my-cluster/.course/log.txt', write: () => {} };
process.exitCode = farewell(await openCourse({ ...ports, content: broken, log }), () => {
  throw new Error('nothing was graded');
});
