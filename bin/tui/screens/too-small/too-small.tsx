import { Sheet } from '../../components/frame.tsx';
import { floor } from '../../components/layout.ts';
import { Lines } from '../../components/lines.tsx';
import type { Size } from '../../session/world.ts';
import { block, center } from '../../text/fill.ts';
import { span } from '../../text/line.ts';
import { wrap } from '../../text/wrap.ts';

/** One message where nothing else has room. */
export function TooSmall({ size }: { readonly size: Size }) {
  const text = `This terminal has ${size.columns}×${size.rows} characters. Please enlarge it to at least ${floor.columns}×${floor.rows}. q quits.`;
  const rows = Math.max(1, size.rows - 1);
  const lines = wrap([span(text)], Math.max(10, size.columns - 4)).map((row) =>
    center(row, size.columns),
  );
  const above = Math.max(0, Math.floor((rows - lines.length) / 2));
  const picture = block([...Array.from({ length: above }, () => []), ...lines], size.columns, rows);
  return (
    <Sheet rows={rows}>
      <Lines top={0} lines={picture} />
    </Sheet>
  );
}
