import { type Markup, markup } from '../../report/markup.ts';

/** A whole page: no file, font or script from elsewhere, so that it works offline and cannot tell anyone. */
export function page(title: string, body: Markup, script = ''): string {
  const policy =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
  const head = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="icon" href="data:,">
<title>${title}</title>
`.text;
  const end = script ? `<script>${script}</script>\n` : '';
  return `${head}<style>${style}</style>\n</head>\n<body>\n${body.text}\n${end}</body>\n</html>\n`;
}

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #57606a; --paper: #fff; --line: #d0d7de; --soft: #f6f8fa; --good: #1a6f37; --bad: #b42318; --warn: #8a5a00; --bar: #2f6feb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --quiet: #9da7b1; --paper: #0d1117; --line: #30363d; --soft: #161b22; --good: #57c274; --bad: #ff8a80; --warn: #e3b341; --bar: #6ea0ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
p { margin: .4rem 0; max-width: 46rem; } .quiet { color: var(--quiet); } .good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); }
a { color: inherit; text-underline-offset: .15em; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
td.text, th.text { white-space: normal; min-width: 14rem; overflow-wrap: anywhere; } tr:last-child > td, tr:last-child > th { border-bottom: 0; }
td.number, th.number { text-align: right; } thead th { background: var(--soft); position: sticky; top: 0; font-weight: 600; }
th button { all: unset; cursor: pointer; font-weight: 600; } th button:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
th[aria-sort=ascending] button::after { content: ' ▲'; } th[aria-sort=descending] button::after { content: ' ▼'; }
.facts { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0; padding: 0; list-style: none; } .facts b { display: block; font-size: 1.35rem; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; overflow-x: auto; font: .85rem/1.45 ui-monospace, monospace; }
details { margin: .5rem 0; } summary { cursor: pointer; }
svg text { fill: var(--quiet); font: 12px system-ui, sans-serif; } svg rect { fill: var(--bar); }
@media print { body { max-width: none; padding: 0; font-size: 11px; color: #000; background: #fff; } .scroll { overflow: visible; border: 0; } thead th { position: static; } details > * { display: block; } th button::after { content: '' !important; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`;
