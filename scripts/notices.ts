import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * `npm run notices`: writes THIRD_PARTY_NOTICES.md, the licences of every package of which something is in dist/, as the
 * bundler recorded it in dist/meta.json.
 */
const root = resolve(import.meta.dirname, '..');
export const NOTICES_FILE = join(root, 'THIRD_PARTY_NOTICES.md');
/** Copied into dist/, so the bundler does not know of them. */
const COPIED = ['web-tree-sitter', 'tree-sitter-bash'];
/** A licence file, or the notice that the Apache licence wants passed on. */
const LICENCE_FILE = /^(licen[cs]e|copying|notice)([-.].*)?$/i;

interface Package {
  name: string;
  version: string;
  license: string;
  texts: string[];
}

/** The text of the notices for what dist/ holds now. @throws Error for a package without any licence */
export function notices(): string {
  const packages = bundledPackages().map(readPackage).sort((a, b) => (a.name === b.name ? a.version.localeCompare(b.version) : a.name < b.name ? -1 : 1));
  const byText = new Map<string, Package[]>();
  for (const found of packages) {
    const text = found.texts.join('\n\n');
    byText.set(text, [...(byText.get(text) ?? []), found]);
  }
  const label = ({ name, version, license }: Package) => `${name} ${version} (${license})`;
  const sections = [...byText].map(([text, users]) => `## ${users.map(label).join(', ')}\n\n${text === '' ? 'The package carries no licence text of its own.' : `\`\`\`\`text\n${text}\n\`\`\`\``}`);
  return `# Third-party notices\n\nPilothouse's bundles contain code of these packages. Written by \`npm run notices\`.\n\n${sections.join('\n\n')}\n`;
}

/** Folders under node_modules of which a bundle holds a module; nested copies count by themselves. */
function bundledPackages(): string[] {
  const meta = JSON.parse(readFileSync(join(root, 'dist', 'meta.json'), 'utf8')) as Record<string, { inputs: string[] }>;
  const folders = new Set(COPIED);
  for (const input of Object.values(meta).flatMap(({ inputs }) => inputs)) {
    const folder = /(?<=(?:^|\/)node_modules\/)(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders];
}

function readPackage(folder: string): Package {
  const path = join(root, 'node_modules', folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { name: string; version: string; license?: string };
  const texts = readdirSync(path).filter((file) => LICENCE_FILE.test(file)).sort().map((file) => readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n').trim());
  if (license === undefined && texts.length === 0) throw new Error(`${name} ${version} is bundled and names no licence. Look it up, and take it out of the bundle or add its licence.`);
  return { name, version, license: license ?? 'see text', texts };
}

if (import.meta.main) {
  if (!existsSync(join(root, 'dist', 'meta.json'))) throw new Error('There is no dist/meta.json. Run "npm run build" first.');
  writeFileSync(NOTICES_FILE, notices());
}
