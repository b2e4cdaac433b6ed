import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(import.meta.url), '../../..');

export interface Import {
  file: string;
  specifier: string;
  typeOnly: boolean;
  /** What is taken by name; empty for a namespace, a default or a dynamic import. */
  names: string[];
}

/** TypeScript files below a folder of the repository, with that folder. */
export function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name));
}

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

export function importsOf(file: string): Import[] {
  const text = textOf(file);
  const found: Import[] = [];
  for (const match of text.matchAll(/^\s*(import|export)\s+(type\s+)?(?:([^'";]*?)\sfrom\s+)?['"]([^'"]+)['"]/gm)) {
    const names = /\{([^}]*)\}/.exec(match[3] ?? '')?.[1]?.split(',').map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type ')) ?? [];
    found.push({ file, specifier: match[4] ?? '', typeOnly: match[2] !== undefined, names: names.map((name) => name.split(' as ')[0] ?? name) });
  }
  for (const match of text.matchAll(/\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g)) found.push({ file, specifier: match[1] ?? '', typeOnly: false, names: [] });
  return found;
}
