import type { Deed } from '../../analyse/call.ts';
import { changesInfra, fetches, looksAtInfra, runsProject, sends, steersProcesses, unknownHere } from '../../analyse/effects.ts';
import type { Rule } from '../../analyse/family.ts';
import type { Parsed } from '../../analyse/options.ts';
import { execs, removes, shown, steered, startsContainer, steers } from './deeds.ts';

/**
 * The verbs of compose, for both of its spellings.
 * @param program how it is called in rules: `docker|podman compose`, `docker-compose`
 * @param example how it is called in examples
 */
export function composeRules(program: string, example: string): Rule[] {
  const rule = ({ verbs, matches, not, ...rest }: Omit<Rule, 'command'> & { verbs: string }): Rule => ({
    command: `${program} ${verbs}`, ...rest, matches: matches.map((words) => `${example} ${words}`), not: not.map((words) => `${example} ${words}`),
  });
  return [
    rule({ verbs: 'ps|ls|images|logs|top|port|version|events|stats|volumes|wait', level: 'SAFE', ...shown, matches: ['ps', 'logs -f web', '-f a.yml ps', '-p a logs'], not: ['--x ps'] }),
    rule({ verbs: 'config|convert', level: 'MODERATE', operands: 'text', flags: '--services --images --volumes --profiles --networks --hash= -q --quiet --no-interpolate --no-normalize --no-consistency --no-path-resolution --no-env-resolution --resolve-image-digests --lock-image-digests --environment --variables --models', values: '--format', writes: '-o --output', does: config, matches: ['config'], not: ['config --services', 'config -q', 'config -o /etc/a'] }),
    rule({ verbs: 'up|create|start|build|watch', level: 'MODERATE', operands: 'text', anyOption: true, flags: '-d --detach --build --push -V --renew-anon-volumes --remove-orphans', does: starts, matches: ['up -d', 'build', 'start web'], not: ['build --push', 'up -V'] }),
    rule({ verbs: 'run', level: 'MODERATE', operands: 'text', stopsAtOperand: true, flags: '--build -d --detach -i --interactive -T --no-TTY --no-deps -q --quiet --quiet-build --quiet-pull --remove-orphans --rm -P --service-ports --use-aliases', values: '--cap-add --cap-drop --entrypoint -e --env --env-from-file -l --label --name -p --publish --pull -u --user -v --volume -w --workdir', does: startsContainer, matches: ['run web ls', 'run --rm web npm test'], not: ['run -v /:/host web sh'] }),
    rule({ verbs: 'exec', level: 'MODERATE', operands: 'text', stopsAtOperand: true, flags: '-d --detach -i --interactive -T --no-TTY -t --tty --privileged', values: '-e --env --index -u --user -w --workdir', does: execs, matches: ['exec web ls', 'exec -T web sh -c a'], not: ['exec --privileged web sh'] }),
    rule({ verbs: 'pull', level: 'MODERATE', operands: 'text', anyOption: true, does: { effects: [fetches('the registry')] }, matches: ['pull', 'pull web'], not: ['push'] }),
    rule({ verbs: 'push|publish', level: 'HIGH', ...steered, does: { effects: [sends('the registry')] }, matches: ['push'], not: [] }),
    rule({ verbs: 'down', level: 'HIGH', operands: 'text', anyOption: true, flags: '-v --volumes --remove-orphans', values: '-t --timeout', does: down, matches: ['down', 'down --remove-orphans', 'down -t 3'], not: ['down -v', 'down --volumes', 'down -t 3 -v'] }),
    rule({ verbs: 'rm', level: 'DESTRUCTIVE', ...steered, does: ({ texts }: Parsed) => removes('container', texts), matches: ['rm -f web'], not: [] }),
    rule({ verbs: 'stop|kill|restart|pause|unpause|scale|attach|cp|commit|export|alpha|bridge', level: 'HIGH', ...steered, does: steers, matches: ['stop', 'restart web', 'scale web=3'], not: [] }),
    rule({ verbs: 'help', level: 'SAFE', operands: 'text', matches: ['help up'], not: ['help --x'] }),
  ];
}

const narrow = ['--services', '--images', '--volumes', '--profiles', '--networks', '--hash', '-q', '--quiet', '--no-interpolate', '--variables', '--models'];

/** The whole configuration has the values of `.env` filled in. */
function config(parsed: Parsed): Deed {
  return { effects: [parsed.has(...narrow) && !parsed.has('--environment') ? looksAtInfra('the compose project') : unknownHere('the compose project', 'prints values that may come from .env')] };
}

function starts(parsed: Parsed): Deed {
  if (parsed.has('--push')) return { effects: [sends('the registry', 'pushes what it builds')] };
  return { effects: [parsed.has('-V', '--renew-anon-volumes') ? changesInfra('volumes', 'replaces volumes without a name') : runsProject('the compose project', "builds or starts the project's containers")] };
}

function down(parsed: Parsed): Deed {
  if (parsed.has('-v', '--volumes') || parsed.unsure.length > 0) return removes('volume', parsed.texts, 'Without -v the volumes stay.');
  return { effects: [steersProcesses('the compose project', 'stops and removes its containers')] };
}
