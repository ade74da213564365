// The licences of what dist/ bundles travel with it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages whose types or code are copied without passing through the bundler. */
const copied = ['kubernetes-types'];

/** Writes the names, versions and licence texts of all packages that went into the bundles. */
export function writeLicenses(metafiles, path) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const names = new Set([...copied, ...inputs.flatMap((input) => packageOf(input) ?? [])]);
  writeFileSync(
    path,
    [...names]
      .sort()
      .map(licenseOf)
      .join(`\n${'-'.repeat(76)}\n\n`),
  );
}

function packageOf(input) {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

function licenseOf(name) {
  const dir = join('node_modules', name);
  const { version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const file = readdirSync(dir).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(dir, file), 'utf8') : standardText(license);
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}

/** kubernetes-types names its licence without its text; TypeScript's package carries the same text. */
function standardText(license) {
  const apache = 'node_modules/typescript/LICENSE.txt';
  return license === 'Apache-2.0' && existsSync(apache)
    ? readFileSync(apache, 'utf8')
    : `License: ${license}`;
}
