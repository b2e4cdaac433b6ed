import { destroys, fetches, looks, runsCode, runsProject, sends } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import { always, asks, does } from './verbRules.ts';

/**
 * Mercurial, Subversion, Jujutsu. A repository's configuration can make even their reading commands start programs, and
 * nobody looks at it beforehand: reading asks once.
 */
export const otherRepositories: Family = {
  name: 'hg, svn, jj',
  helpAlone: { options: '--help', does: { effects: [looks('help')] } },
  global: (parsed) => (parsed.has('--config', '--config-file', '--config-option', '--config-dir', '--config-toml', '--repository', '-R', '--cwd') ? { effects: [runsCode('the repository', 'configuration or a repository given on the line may run programs')] } : undefined),
  rules: [
    does('hg|jj status|st|log|diff|show|annotate|blame|cat|heads|tip|id|identify|parents|summary|branches|bookmarks|tags|paths|root|files|manifest|add|commit|ci|describe|desc|new|edit|next|prev|squash|split|merge|resolve|graft|shelve|unshelve|rename|mv|copy|cp|init|import|bookmark|branch|tag|file|git', 'MODERATE', ({ texts }, call) => (call.program === 'jj' && texts[0] === 'push' ? { effects: [sends('the remote')] } : { effects: [runsProject(call.program, 'the repository may configure programs')] }), { matches: ['hg status', 'jj log', 'hg commit -m a'], not: ['jj git push', 'hg log --config alias.log=x'] }),
    does('hg update|up|checkout|co', 'MODERATE', (parsed) => ({ effects: [parsed.has('-C', '--clean') ? destroys('the work tree', 'uncommitted changes are gone') : runsProject('hg', 'the repository may configure programs')] }), { matches: ['hg update'], not: ['hg update -C'] }),
    does('hg pull|clone|incoming|outgoing|in|out', 'MODERATE', ({ unknown }) => ({ effects: [unknown.length > 0 ? sends('the remote', 'an option that is not known') : fetches('the remote')] }), { matches: ['hg pull'], not: ['hg pull --config a=b'] }, { anyOption: false, flags: '-u --update -q -v', values: '-r --rev -b -B --branch' }),
    always('hg strip|purge|revert|rollback|backout|histedit|prune|clean', 'DESTRUCTIVE', { effects: [destroys('the work tree', 'changes or commits are gone')], target: 'hg' }, ['hg revert --all', 'hg purge']),
    always('jj restore|abandon|undo', 'HIGH', { effects: [sends('the repository', 'takes work out of sight')] }, ['jj abandon a']),
    asks('svn info|help', { operands: 'lists', flags: '-q -v --xml', matches: ['svn info'], not: ['svn info --config-option a=b'] }),
    does('svn status|st|stat|log|diff|di|list|ls|cat|blame|praise|annotate|propget|pg|proplist|pl|update|up|checkout|co|add|mkdir|move|mv|copy|cp|resolve|resolved|cleanup|export|switch|sw|merge|changelist', 'MODERATE', ({ unknown }) => ({ effects: [unknown.length > 0 ? sends('the repository', 'an option that is not known') : runsProject('svn', 'fetches from or compares with the repository')] }), { matches: ['svn status', 'svn log', 'svn update'], not: ['svn cleanup --remove-unversioned'] }, { anyOption: false, flags: '-u --show-updates -v --verbose -q --quiet -N --force -g --xml --stop-on-copy --summarize --no-ignore', values: '-r --revision -l --limit -c --change --depth' }),
    always('svn revert|delete|del|remove|rm', 'DESTRUCTIVE', { effects: [destroys('the work tree', 'local changes are gone')], target: 'svn' }, ['svn revert -R .']),
    always('hg|svn|jj', 'HIGH', { effects: [sends('the repository', 'changes a remote, history or the configuration')] }, ['hg push', 'svn commit -m a', 'hg rebase']),
  ],
};
