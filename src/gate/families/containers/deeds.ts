import type { Call, Deed, Run, Word } from '../../analyse/call.ts';
import { destroysInfra, looksAtInfra, runsCode, runsProject, steersProcesses, takesRights } from '../../analyse/effects.ts';
import type { Parsed } from '../../analyse/options.ts';

/** What rules of container engines share. */

/** A request's options choose what is shown. */
export const shown = { operands: 'text', anyOption: true, does: { effects: [looksAtInfra('the container engine')] } } as const;
/** The words cannot make it less. */
export const steered = { operands: 'text', anyOption: true, insensitive: true } as const;

export const steers: Deed = { effects: [steersProcesses('containers')] };

/** Removes containers, images, volumes: what they hold is gone. */
export function removes(what: string, names: readonly string[], alternative?: string): Deed {
  const [name] = names;
  return {
    effects: [destroysInfra(names.join(' ') || `every unused ${what}`, `removes ${what}s and what they hold`)],
    losses: [{ kind: 'resource', what, names }],
    target: name ?? what,
    ...(alternative === undefined ? {} : { alternative }),
  };
}

const runFlags = '-i --interactive -t --tty -d --detach --rm --init --no-healthcheck --read-only --oom-kill-disable --sig-proxy= --disable-content-trust= -q --quiet -P --publish-all --replace --tls-verify=';
const runValues = '-a --attach --annotation --blkio-weight --cpu-count --cpu-period --cpu-quota --cpu-shares --cpus --cpuset-cpus --cpuset-mems --detach-keys --dns --dns-option --dns-search --domainname --entrypoint -e --env --expose --gpus --health-cmd --health-interval --health-retries --health-start-period --health-timeout -h --hostname --ip --ip6 --isolation -l --label --link-local-ip --log-driver --log-opt --mac-address -m --memory --memory-reservation --memory-swap --memory-swappiness --name --network-alias --oom-score-adj --pids-limit --platform -p --publish --pull --restart --shm-size --stop-signal --stop-timeout --storage-opt --tmpfs --ulimit -u --user -w --workdir --arch --os --variant';
/** Options that open the machine to the container. */
const open = '-v --volume --mount --volumes-from --volume-driver --cap-add --device --device-cgroup-rule --security-opt --pid --ipc --uts --userns --cgroupns --cgroup-parent --group-add --runtime --net --network --link --add-host --sysctl --env-host --env-file --label-file --cidfile --secret';
export const runTable = { flags: `${runFlags} --privileged --use-api-socket`, values: `${runValues} ${open}`, operands: 'text', stopsAtOperand: true } as const;

/** A container of an image: its command is looked at, and whether it reaches the machine. */
export function startsContainer(parsed: Parsed): Deed {
  const [image, ...command] = parsed.operands;
  const reaches = open.split(' ').filter((name) => parsed.has(name) && !isOwnNetwork(parsed, name));
  return {
    effects: [
      runsProject(image?.text ?? 'an image', 'runs a container'),
      ...(parsed.has('--privileged', '--use-api-socket') ? [takesRights('the machine', 'a privileged container')] : []),
      ...(reaches.length > 0 ? [runsCode(image?.text ?? 'an image', `reaches the machine by ${reaches.join(', ')}`)] : []),
    ],
    runs: inside(command),
    forgettable: true,
  };
}

const isOwnNetwork = (parsed: Parsed, name: string): boolean => /^--net(work)?$/.test(name) && !/^(host|container:|ns:)/.test(parsed.value(name)?.text ?? 'host');

/** A command inside a container that runs already. */
export function execs(parsed: Parsed, _call: Call): Deed {
  const [container, ...command] = parsed.operands;
  return {
    effects: [
      command.length > 0 ? looksAtInfra(container?.text ?? 'a container') : runsProject(container?.text ?? 'a container', 'what it runs is not said'),
      ...(parsed.has('--privileged') ? [takesRights(container?.text ?? 'a container', 'a privileged process')] : []),
    ],
    runs: inside(command),
    forgettable: true,
  };
}

const inside = (words: readonly Word[]): Run[] => (words.length === 0 ? [] : [{ kind: 'words', words, elsewhere: true }]);
