import type { Call, Deed } from '../analyse/call.ts';
import { looks, looksAtGit, runsCode, unknownHere } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { gitGlobals } from './git/common.ts';
import { harmlessKey } from './git/configKeys.ts';
import { gitReading } from './git/reading.ts';
import { gitReferences } from './git/references.ts';
import { gitRemotes } from './git/remotes.ts';
import { gitWorkTree } from './git/worktree.ts';

export const git: Family = {
  name: 'git',
  globals: gitGlobals,
  globalsFirst: true,
  helpAlone: { options: '--help -h', does: { effects: [looksAtGit('help')], gitRead: {} } },
  global: configuration,
  rules: [
    ...gitReading, ...gitReferences, ...gitRemotes, ...gitWorkTree,
    { command: 'git', level: 'SAFE', operands: 'text', does: alone, matches: ['git --version', 'git -h', 'git --exec-path', 'git'], not: ['git co main', 'git --exec-path=. x'] },
  ],
};

/** Without a verb git prints about itself; a verb that no rule knows may be an alias, and an alias runs anything. */
function alone({ operands: [verb] }: Parsed): Deed {
  return verb === undefined ? { effects: [looks('git')] } : { effects: [runsCode(`git ${verb.text}`, 'may be an alias, which may run anything')], forgettable: true };
}

function configuration(parsed: Parsed, call: Call): Deed | undefined {
  const folders = parsed.values('-C');
  const keys = parsed.values('-c').map(({ exact, text }) => ({ exact, key: text.split('=', 1)[0] ?? '', value: text.includes('=') ? text.slice(text.indexOf('=') + 1) : undefined }));
  const programs = parsed.has('--config-env', '--super-prefix') || parsed.value('--exec-path') !== undefined || keys.some(({ exact, key, value }) => !exact || !harmlessKey(key, value));
  const otherPlace = parsed.has('--git-dir', '--work-tree', '--bare') || folders.length > 1;
  const deed: Deed = {
    effects: [
      ...(programs ? [runsCode(call.program, 'configuration given on the line may run programs')] : []),
      ...(otherPlace ? [unknownHere(call.program, 'the repository and its configuration are named on the line')] : []),
    ],
    touches: [...folders, ...parsed.values('--git-dir', '--work-tree')].map((word) => ({ word, how: 'list' })),
    ...(parsed.has('-c', '--config-env', '--exec-path') ? { forgettable: true } : {}),
  };
  return parsed.options.length === 0 ? undefined : deed;
}
