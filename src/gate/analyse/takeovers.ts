import { dirname, join, resolve } from 'node:path';
import type { Effect } from '../../shared/effects.ts';
import { isInside } from '../paths.ts';
import type { Call, Word } from './call.ts';
import type { ShellFacts } from './facts.ts';

/** Programs that let the project they are started in replace or extend them, so that even their harmless verbs run its code. */

interface Takeover {
  programs: RegExp;
  /** Files, looked for in the folder and those above it inside the workspace, and what in them hands over. */
  files: readonly { name: string; says: RegExp }[];
}

const always = /^/;
const takeovers: readonly Takeover[] = [
  { programs: /^(yarn|yarnpkg)$/, files: [{ name: '.yarnrc.yml', says: /^\s*["']?(yarnPath|plugins)\b/m }, { name: '.yarnrc', says: /^\s*["']?(yarn-path|--)/m }] },
  { programs: /^(pnpm|pnpx)$/, files: [{ name: '.pnpmfile.cjs', says: always }, { name: '.pnpmfile.mjs', says: always }, { name: 'pnpmfile.js', says: always }, { name: '.npmrc', says: /pnpmfile/ }, { name: 'pnpm-workspace.yaml', says: /pnpmfile|configDependencies/i }] },
  {
    programs: /^(cargo|rustc|rustdoc|rustfmt|clippy-driver|rust-analyzer)$/,
    files: [...['.cargo/config', '.cargo/config.toml'].map((name) => ({ name, says: /rustc|rustdoc|wrapper|credential|include|git-fetch-with-cli|\[env/ })), ...['rust-toolchain', 'rust-toolchain.toml'].map((name) => ({ name, says: /\bpath\s*=/ }))],
  },
];

/** Modules of Python's library that are not built in: a file of that name in the folder comes first. */
const library = new Set(('abc|aifc|antigravity|argparse|array|ast|asynchat|asyncio|asyncore|audioop|base64|bdb|binascii|bisect|bz2|cProfile|calendar|cgi|cgitb|chunk|cmath|cmd|code|codecs|codeop|collections|colorsys|compileall|concurrent|configparser|contextlib|contextvars|copy|copyreg|crypt|csv|ctypes|curses|dataclasses|datetime|dbm|decimal|difflib|dis|distutils|doctest|email|encodings|ensurepip|enum|fcntl|filecmp|fileinput|fnmatch|fractions|ftplib|functools|genericpath|getopt|getpass|gettext|glob|graphlib|grp|gzip|hashlib|heapq|hmac|html|http|idlelib|imaplib|imghdr|imp|importlib|inspect|io|ipaddress|json|keyword|lib2to3|linecache|locale|logging|lzma|mailbox|mailcap|math|mimetypes|mmap|modulefinder|msilib|msvcrt|multiprocessing|netrc|nis|nntplib|nt|ntpath|nturl2path|numbers|opcode|operator|optparse|os|ossaudiodev|pathlib|pdb|pickle|pickletools|pipes|pkgutil|platform|plistlib|poplib|posixpath|pprint|profile|pstats|pty|py_compile|pyclbr|pydoc|pydoc_data|pyexpat|queue|quopri|random|re|readline|reprlib|resource|rlcompleter|runpy|sched|secrets|select|selectors|shelve|shlex|shutil|signal|site|smtpd|smtplib|sndhdr|socket|socketserver|spwd|sqlite3|sre_compile|sre_constants|sre_parse|ssl|stat|statistics|string|stringprep|struct|subprocess|sunau|symtable|sysconfig|syslog|tabnanny|tarfile|telnetlib|tempfile|termios|textwrap|this|threading|timeit|tkinter|token|tokenize|tomllib|trace|traceback|tracemalloc|tty|turtle|turtledemo|types|typing|unicodedata|unittest|urllib|uu|uuid|venv|warnings|wave|weakref|webbrowser|winreg|winsound|wsgiref|xdrlib|xml|xmlrpc|zipapp|zipfile|zipimport|zlib|zoneinfo').split('|'));

/** Options by which these programs are started in another folder. */
const folderOption = /^(?:-C|-W|--cwd|--dir|--manifest-path|--prefix)(?:=(.*))?$/s;

/** What the project does to a call of such a program; empty for all others. */
export async function takeoverEffects(call: Call, folders: readonly string[] | undefined, facts: ShellFacts): Promise<Effect[]> {
  const { program, words } = call;
  const isModule = /^(python|pypy)[\d.]*$/.test(program) && words.some(({ text }) => /^-[a-zA-Z]*m/.test(text));
  if (/^(pip[\d.]*|uv)$/.test(program)) return interpretersNamed(words);
  const takeover = takeovers.find(({ programs }) => programs.test(program));
  if (takeover === undefined && !isModule) return [];
  const found = await Promise.all(startFolders(words, folders).map(async (folder) => (takeover === undefined ? moduleAt(folder, words, facts) : configurationAbove(folder, takeover, facts))));
  const names = folders === undefined ? ['a folder that is not known'] : found.filter((name) => name !== undefined);
  return names.map((name) => ({ kind: 'exec', target: name, inWorkspace: true, detail: `lets the project decide what ${program} runs` }));
}

/** An interpreter that is named by its path is started, whatever is asked. */
function interpretersNamed(words: readonly Word[]): Effect[] {
  const named = words.flatMap((word, at) => (/^(--python|-p)$/.test(words[at - 1]?.text ?? '') ? word : word.text.startsWith('--python=') ? { ...word, text: word.text.slice('--python='.length) } : []));
  return named.filter(({ text, exact }) => !exact || text.includes('/')).map(({ text }) => ({ kind: 'exec', target: text, inWorkspace: true, detail: 'is started as an interpreter' }));
}

function startFolders(words: readonly Word[], folders: readonly string[] | undefined): string[] {
  const named = words.flatMap(({ text }, at) => {
    const option = folderOption.exec(text);
    return option === null ? [] : [(option[1] ?? words[at + 1]?.text ?? '').replace(/[^/]*\.toml$/, '')];
  });
  return (folders ?? []).flatMap((folder) => [folder, ...named.map((name) => resolve(folder, name))]);
}

async function configurationAbove(start: string, { files }: Takeover, facts: ShellFacts): Promise<string | undefined> {
  for (let folder = start; isInside(folder, facts.workspaceRoots); folder = dirname(folder)) {
    for (const { name, says } of files) {
      const path = join(folder, name);
      if (await facts.stat(path).catch(() => null) === undefined) continue;
      const text = await facts.read(path, 64 * 1024).catch(() => undefined);
      if (text === undefined || says.test(text)) return path;
    }
    if (folder === dirname(folder)) return undefined;
  }
  return undefined;
}

/** A file or package beside the command that is imported in place of the library's. */
async function moduleAt(folder: string, words: readonly Word[], facts: ShellFacts): Promise<string | undefined> {
  const own = words.flatMap(({ text }, at) => (/^-[a-zA-Z]*m$/.test(text) ? words[at + 1]?.text ?? [] : /^-[a-zA-Z]*?m(.+)$/.exec(text)?.[1] ?? []));
  const modules = new Set([...own.map((name) => name.split('.', 1)[0] ?? ''), 'sitecustomize', 'usercustomize', 'pip']);
  const entries = await facts.list(folder).catch(() => []);
  for (const { name, kind } of entries) {
    const module = name.replace(/\.(py|pyc|so|pyd|[\w-]+\.so)$/, '');
    if (!library.has(module) && !modules.has(module)) continue;
    const path = join(folder, name);
    if (kind !== 'directory' ? module !== name : await facts.stat(join(path, '__init__.py')).catch(() => null) !== undefined) return path;
  }
  return undefined;
}
