import type { Call, Deed, Touch, Word } from '../analyse/call.ts';
import { changesInfra, changesSystem, fetches, looks, looksAtInfra, printsSecrets, runsCode, runsProject, sends, unknownHere } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { composeRules } from './containers/compose.ts';
import { execs, removes, runTable, shown, startsContainer, steered, steers } from './containers/deeds.ts';

const engines = 'docker|podman|nerdctl';
const removal = ({ texts }: Parsed, call: Call): Deed => removes(call.words.find(({ text }) => /^(volume|image|service|stack|secret|config|node|pod|rmi)$/.test(text))?.text.replace('rmi', 'image') ?? 'container', texts);

export const containers: Family = {
  name: 'containers',
  globalsFirst: true,
  globals: {
    flags: '-D --debug --tls --tlsverify= -v --version -h --help --compatibility --all-resources --dry-run --verbose --no-ansi',
    values: '-c --context -H --host -l --log-level --config --connection --tlscacert --tlscert --tlskey -n --namespace -a --address -f --file -p --project-name --profile --env-file --project-directory --ansi --progress --parallel',
  },
  helpAlone: { options: '--help', does: { effects: [looks('help')] } },
  global,
  rules: [
    { command: `${engines} ps|images|logs|top|stats|port|diff|version|info|history|events|search|inspect|wait`, level: 'SAFE', ...shown, matches: ['docker ps -a', 'docker logs -f --tail 5 web', 'docker -H tcp://localhost:2375 ps', "docker images --format '{{.ID}}'", 'podman inspect a'], not: ['docker --config x ps', 'docker --x ps', 'docker -H ssh://a ps'] },
    { command: `${engines} manifest inspect`, level: 'SAFE', operands: 'text', anyOption: true, does: asksRegistry, matches: ['docker manifest inspect nginx'], not: ['docker manifest inspect x.example/a'] },
    { command: `${engines} container|image|volume|network|node|service|stack|plugin|context|config|pod|machine|manifest|trust|swarm ls|list|ps|inspect|logs|top|stats|port|diff|history|show|services|df|info|tree|exists|digest`, level: 'SAFE', ...shown, matches: ['docker container ls', 'docker network inspect a', 'docker service logs -f a', 'docker context show'], not: ['docker volume rm a'] },
    { command: `${engines} secret ls|list|inspect|exists`, level: 'SAFE', operands: 'text', flags: '--pretty -q --quiet --noheading -n', values: '-f --format --filter', does: { effects: [looksAtInfra('names of secrets')] }, matches: ['docker secret ls', 'docker secret inspect --pretty a'], not: ['podman secret inspect --showsecret a'] },
    { command: `${engines} system|builder df|du|info|events`, level: 'SAFE', ...shown, matches: ['docker system df', 'docker system info', 'docker builder du'], not: ['docker system prune'] },
    { command: `${engines} system connection list|ls`, level: 'SAFE', ...shown, matches: ['podman system connection list'], not: ['podman system connection add a'] },
    { command: `${engines} buildx ls|du|version|inspect`, level: 'SAFE', operands: 'text', flags: '--verbose --no-trunc', values: '--builder --filter --format', does: { effects: [looksAtInfra('builders')] }, matches: ['docker buildx ls', 'docker buildx du'], not: ['docker buildx inspect --bootstrap'] },
    { command: `${engines} buildx imagetools inspect`, level: 'SAFE', ...shown, does: asksRegistry, matches: ['docker buildx imagetools inspect nginx'], not: ['docker buildx imagetools inspect x.example/a', 'docker buildx imagetools create a'] },
    { command: `${engines} buildx history ls|logs|inspect`, level: 'SAFE', ...shown, matches: ['docker buildx history ls'], not: ['docker buildx history rm a'] },
    { command: `${engines} exec`, level: 'MODERATE', operands: 'text', stopsAtOperand: true, flags: '-i --interactive -t --tty -d --detach --privileged -l --latest', values: '-e --env -u --user -w --workdir --detach-keys', reads: '--env-file', does: execs, matches: ['docker exec web ls', 'docker exec -it web bash', 'docker exec web'], not: ['docker exec --privileged web sh'] },
    { command: `${engines} container exec`, level: 'MODERATE', operands: 'text', stopsAtOperand: true, flags: '-i --interactive -t --tty -d --detach --privileged', values: '-e --env -u --user -w --workdir --detach-keys', reads: '--env-file', does: execs, matches: ['docker container exec web ls'], not: ['docker container exec --privileged web sh'] },
    { command: `${engines} run|create`, level: 'MODERATE', ...runTable, does: startsContainer, matches: ['docker run --rm alpine echo a', 'docker create a', 'docker run -p 80:80 --network mine a'], not: ['docker run --privileged a', 'docker run -v /:/host a sh', 'docker run --network host a', 'docker run --mount type=bind,src=/,dst=/h a'] },
    { command: `${engines} container run|create`, level: 'MODERATE', ...runTable, does: startsContainer, matches: ['docker container run a'], not: ['docker container run --pid host a'] },
    { command: `${engines} build`, level: 'MODERATE', operands: 'text', anyOption: true, flags: '--push --load --pull --no-cache -q --quiet', values: '-t --tag --build-arg --target --platform --secret --ssh --allow --builder -o --output', reads: '-f --file', writes: '--iidfile --metadata-file', does: build, matches: ['docker build .', 'docker build -t a -f Dockerfile .'], not: ['docker build --push .', 'docker build --ssh default .', 'docker build -o /etc/a .'] },
    { command: `${engines} buildx|builder|image build|bake|b`, level: 'MODERATE', operands: 'text', anyOption: true, flags: '--push --load --pull --no-cache --print', values: '-t --tag --build-arg --target --platform --secret --ssh --allow --builder --set -o --output', reads: '-f --file', writes: '--iidfile --metadata-file', does: build, matches: ['docker buildx build -t a .', 'docker buildx bake'], not: ['docker buildx build --push .', 'docker buildx bake --allow=fs'] },
    { command: `${engines} pull`, level: 'MODERATE', operands: 'text', anyOption: true, does: ({ texts }) => ({ effects: [fetches(texts[0] ?? 'the registry')] }), matches: ['docker pull nginx'], not: ['docker push a'] },
    { command: `${engines} image pull`, level: 'MODERATE', operands: 'text', anyOption: true, does: ({ texts }) => ({ effects: [fetches(texts[0] ?? 'the registry')] }), matches: ['docker image pull nginx'], not: ['docker image push a'] },
    { command: `${engines} tag|commit|load|import|start|volume|network|image|container`, level: 'MODERATE', operands: 'text', anyOption: true, reads: '-i --input', does: creates, matches: ['docker tag a b', 'docker start a', 'docker volume create a', 'docker network create a', 'docker image load -i a.tar'], not: ['docker network rm a', 'docker container kill a', 'docker image push a', 'docker volume prune'] },
    { command: `${engines} save|export`, level: 'SAFE', operands: 'text', flags: '-q --quiet -m --multi-image-archive', values: '--platform --format', writes: '-o --output', does: { effects: [looksAtInfra('an archive on standard output')] }, matches: ['docker export a', 'docker save a'], not: ['docker save -o a.tar b'] },
    { command: `${engines} image|container save|export`, level: 'SAFE', operands: 'text', flags: '-q --quiet', values: '--platform --format', writes: '-o --output', does: { effects: [looksAtInfra('an archive on standard output')] }, matches: ['docker container export a'], not: ['docker image save a -o a.tar'] },
    { command: `${engines} cp`, level: 'HIGH', operands: 'text', flags: '-a --archive -L --follow-link -q --quiet --overwrite', does: copies, matches: ['docker cp a web:/b'], not: ['docker cp web:/b a'] },
    { command: `${engines} container cp`, level: 'HIGH', operands: 'text', flags: '-a --archive -L --follow-link -q --quiet', does: copies, matches: ['docker container cp a web:/b'], not: ['docker container cp web:/b a'] },
    { command: `${engines} push`, level: 'HIGH', ...steered, does: ({ texts }) => ({ effects: [sends(texts[0] ?? 'the registry')] }), matches: ['docker push a/b'], not: [] },
    { command: `${engines} image|manifest|trust|plugin push|sign`, level: 'HIGH', ...steered, does: ({ texts }) => ({ effects: [sends(texts[0] ?? 'the registry')] }), matches: ['docker image push a'], not: [] },
    { command: `${engines} login|logout`, level: 'HIGH', ...steered, does: { effects: [changesSystem('credentials of the container engine')] }, matches: ['docker login'], not: [] },
    { command: `${engines} swarm join-token|unlock-key|ca`, level: 'HIGH', ...steered, does: { effects: [printsSecrets('the swarm')] }, matches: ['docker swarm join-token worker'], not: [] },
    { command: `${engines} swarm leave`, level: 'HIGH', operands: 'none', flags: '-f --force', does: (parsed) => (parsed.has('-f', '--force') ? removes('node', ['swarm']) : { effects: [changesInfra('the swarm')] }), matches: ['docker swarm leave'], not: ['docker swarm leave --force'] },
    { command: `${engines} rm|rmi`, level: 'DESTRUCTIVE', ...steered, does: removal, matches: ['docker rm a', 'docker rm -f a', 'docker rmi a'], not: [] },
    { command: `${engines} container|image|volume|service|stack|secret|config|node|plugin|pod|machine|manifest rm|remove|down|prune|reset`, level: 'DESTRUCTIVE', ...steered, does: removal, matches: ['docker volume rm a', 'docker image prune -af', 'docker stack rm a', 'docker container prune'], not: [] },
    { command: `${engines} system prune|reset`, level: 'DESTRUCTIVE', ...steered, does: (parsed) => removes('container', [], parsed.has('--volumes') ? 'Without --volumes the volumes stay.' : undefined), matches: ['docker system prune -af --volumes', 'podman system reset'], not: [] },
    ...composeRules(`${engines} compose`, 'docker compose'),
    ...composeRules('docker-compose|podman-compose', 'docker-compose'),
    { command: `docker-compose|podman-compose`, level: 'SAFE', operands: 'none', flags: '--version -v -h --help', does: { effects: [looks('help')] }, matches: ['docker-compose --version'], not: ['docker-compose x'] },
    { command: `${engines} compose`, level: 'SAFE', operands: 'none', flags: '--version -v --help', does: { effects: [looks('help')] }, matches: ['docker compose --version'], not: ['docker compose x'] },
    { command: `${engines} stop|kill|restart|pause|unpause|rename|update|attach|swarm|node|service|stack|secret|config|context|plugin|manifest|trust|builder|buildx|system|checkpoint|pod|machine|kube|play|generate|mount|umount|unshare|auto-update`, level: 'HIGH', ...steered, does: steers, matches: ['docker stop a', 'docker kill a', 'docker stack deploy a', 'docker buildx prune'], not: [] },
    { command: `${engines} help`, level: 'SAFE', operands: 'text', matches: ['docker help run'], not: ['docker help --x'] },
    { command: engines, level: 'SAFE', operands: 'text', flags: '-v --version -h --help', does: ({ operands: [verb] }) => ({ effects: [verb === undefined ? looks('help') : runsCode(`docker ${verb.text}`, 'may be a plugin')] }), matches: ['docker --version', 'docker'], not: ['docker scout a'] },
  ],
};

/** Another configuration folder brings plugins; another host may be reached through ssh. */
function global(parsed: Parsed): Deed | undefined {
  const host = parsed.value('-H', '--host')?.text ?? '';
  if (parsed.has('--config')) return { effects: [unknownHere('the configuration of the container engine', 'another configuration may bring plugins')] };
  return host !== '' && !/^(unix|npipe):|^(tcp|https?):\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(host) ? { effects: [fetches(host)] } : undefined;
}

function build(parsed: Parsed): Deed {
  const [context] = parsed.operands;
  const output = parsed.value('-o', '--output');
  const reaches = parsed.has('--ssh', '--secret', '--allow');
  return {
    effects: [
      runsProject(context?.text ?? 'the build', "runs the project's build in containers"),
      ...(parsed.has('--push') || output?.text.includes('registry') === true ? [sends('the registry', 'pushes what it builds')] : []),
      ...(reaches ? [runsCode('the build', 'gets keys, secrets or rights of this machine')] : []),
    ],
    touches: [...(context === undefined || /^(-|[a-z]+:\/\/|git@)/.test(context.text) ? [] : [list(context)]), ...(output === undefined ? [] : [written(output)])],
  };
}

const list = (word: Word): Touch => ({ word, how: 'list' });

/** `-o folder`, `-o type=local,dest=folder`. */
const written = (output: Word): Touch => ({ word: { ...output, text: /dest=([^,]+)/.exec(output.text)?.[1] ?? output.text }, how: 'write' });

/** What is made anew inside the engine; the other verbs of these groups steer what runs. */
function creates(parsed: Parsed, call: Call): Deed {
  const group = call.words.findIndex(({ text }) => /^(volume|network|image|container)$/.test(text));
  const verb = group < 0 ? undefined : parsed.operands[0]?.text;
  if (verb === undefined && group >= 0) return { effects: [looks('help')] };
  if (verb === undefined || /^(create|tag|commit|load|import|start|pull)$/.test(verb)) return { effects: [runsProject('the container engine', 'makes an image, a container, a volume or a network')] };
  return steers;
}

/** Out of a container a file of this machine is written; into it something that runs is changed. */
function copies(parsed: Parsed): Deed {
  const [from, to] = parsed.operands;
  const isContainer = (word: Word | undefined): boolean => word?.exact !== true || /^[^/.][^:/]*:/.test(word.text);
  if (from === undefined || to === undefined || isContainer(to)) return { effects: [changesInfra('a container', 'copies files into it')], touches: from === undefined || isContainer(from) ? [] : [{ word: from, how: 'read', recursive: true }] };
  return { effects: [looksAtInfra('a container')], touches: to.text === '-' ? [] : [{ word: to, how: 'write' }] };
}

/** A name may begin with the machine that is asked; without one it is the registry that everybody knows. */
function asksRegistry({ texts }: Parsed): Deed {
  const host = texts.find((text) => /^[^/]*[.:][^/]*\//.test(text) && !/^(docker\.io|ghcr\.io|quay\.io|gcr\.io|registry\.k8s\.io|mcr\.microsoft\.com|public\.ecr\.aws)\//.test(text));
  return { effects: [host === undefined ? looksAtInfra('the registry') : fetches(host)] };
}
