// The smallest Ink program: what a first frame costs before anybody writes a line of their own.
import { render, Text } from 'ink';

render(<Text>hello world</Text>);
setInterval(() => {}, 1000);
