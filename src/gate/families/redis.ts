import { changesInfra, destroys, fetches, looks, looksAtInfra, printsSecrets, runsCode } from '../analyse/effects.ts';
import { mergeDeeds, type Family } from '../analyse/family.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { isLocalHost } from './hosts.ts';

const reads = new Set('get mget strlen exists type ttl pttl expiretime pexpiretime keys scan hget hgetall hmget hkeys hvals hlen hexists hscan hstrlen lrange llen lindex lpos smembers scard sismember smismember sscan srandmember sinter sunion sdiff zrange zrangebyscore zrangebylex zrevrange zrevrangebyscore zrank zrevrank zscore zmscore zcard zcount zlexcount zscan xrange xrevrange xlen xread xinfo xpending bitcount bitpos getbit getrange substr geopos geodist geosearch geohash pfcount dbsize info ping echo time lastsave role command object memory randomkey dump slowlog latency pubsub lolwut touch json.get json.type ft.search ft.info ft._list ts.get ts.range ts.info hello select auth monitor subscribe psubscribe'.split(' '));
const subcommandReads: Readonly<Record<string, RegExp>> = {
  config: /^get$/i, client: /^(list|info|getname|id|no-evict)$/i, cluster: /^(info|nodes|slots|shards|myid|keyslot|countkeysinslot|links)$/i, acl: /^(list|whoami|cat|getuser|users|log)$/i,
  function: /^(list|stats|dump)$/i, script: /^exists$/i, module: /^list$/i, debug: /^object$/i, sentinel: /^(masters|master|replicas|sentinels|get-master-addr-by-name|ckquorum)$/i,
};
const losing = /^(flushall|flushdb|del|unlink|shutdown|swapdb|restore|migrate|getdel|hdel|ltrim|lrem|spop|srem|zrem|zrem\w+|zpopmin|zpopmax|xdel|xtrim|json\.del|json\.clear|ft\.dropindex|rename|expire|pexpire|expireat|debug)$/i;

function commandDeed(words: readonly string[], remote: boolean): Deed {
  const [verb = '', sub = ''] = words;
  const lower = verb.toLowerCase();
  if (/^(config|acl)$/.test(lower) && /^(get|getuser|list)$/i.test(sub) && (lower === 'acl' || /[*?[]|pass|auth/i.test(words[2] ?? ''))) return { effects: [printsSecrets('redis', 'passwords of the server')] };
  if (reads.has(lower) && !/^(slowlog|latency|memory|object)$/.test(lower) || subcommandReads[lower]?.test(sub) === true) return { effects: [remote ? fetches('redis') : looksAtInfra('redis')] };
  if (/^(slowlog|latency|memory|object)$/.test(lower) && !/^(reset|purge)$/i.test(sub)) return { effects: [remote ? fetches('redis') : looksAtInfra('redis')] };
  if (/^(eval|evalsha|fcall|function|script|module|slaveof|replicaof)$/.test(lower)) return { effects: [runsCode('redis', `${lower} runs code in the server or gives it to another one`)] };
  if (/^(flushall|flushdb|shutdown|cluster|del|unlink|swapdb|getdel|ltrim|ft\.dropindex|json\.del|migrate)$/.test(lower) || losing.test(lower) && /^(rename|expire|restore)/.test(lower) === false) {
    return { effects: [destroys(words.slice(1).join(' ') || 'every key', `${verb.toUpperCase()} deletes data`)], target: words[1] ?? verb, losses: [{ kind: 'data', engine: 'redis', statement: words.join(' ') }] };
  }
  return { effects: [changesInfra('redis', words.join(' '))] };
}

function redisDoes(parsed: Parsed, call: Call): Deed {
  const host = parsed.value('-h', '-u')?.text.replace(/^rediss?:\/\/(?:[^@]*@)?([^:/]*).*$/, '$1');
  const remote = !isLocalHost(host);
  if (parsed.has('--version', '-v', '--help')) return { effects: [looks('redis')] };
  if (parsed.has('--eval', '--pipe', '--cluster', '--functions-rdb')) return { effects: [runsCode('redis', 'runs a script, a stream of commands or a change of the cluster')] };
  const more: Deed = parsed.has('-x', '-X') ? { effects: [changesInfra('redis', 'takes a value from standard input')] } : {};
  if (parsed.operands.length > 0) return mergeDeeds([commandDeed(parsed.texts, remote), more]);
  if (parsed.has('--scan', '--bigkeys', '--memkeys', '--hotkeys', '--stat', '--latency', '--latency-history', '--latency-dist', '--keystats')) return { effects: [remote ? fetches('redis') : looksAtInfra('redis')] };
  if (call.stdin.kind === 'pipe' && call.stdin.text !== undefined) return mergeDeeds(call.stdin.text.split('\n').filter((line) => line.trim() !== '').map((line) => commandDeed(line.trim().split(/\s+/), remote)));
  return { effects: [changesInfra('redis', 'opens a session whose commands are not known')] };
}

export const redis: Family = {
  name: 'redis',
  rules: [
    { command: 'redis-cli|valkey-cli|keydb-cli', level: 'SAFE', operands: 'text', stopsAtOperand: true, flags: '-c --raw --no-raw --csv --json --quoted-json --tls --insecure --no-auth-warning --askpass -2 -3 -e --scan --bigkeys --memkeys --hotkeys --keystats --stat --latency --latency-history --latency-dist --pipe --verbose --version -v --help -x --quoted-input --show-pushes=', values: '-h -p -s -a --pass --user -u -r -i -n -d -D -t --sni --cacertdir --tls-ciphers --pattern --count --type --eval --cluster --pipe-timeout --memkeys-samples -X --quoted-pattern --intrinsic-latency --lru-test --ldb --cursor --top', reads: '--cacert --cert --key', writes: '--rdb --functions-rdb', does: redisDoes, matches: ['redis-cli GET a', 'redis-cli -p 6380 INFO', 'redis-cli --scan --pattern a', 'redis-cli -n 1 keys "user:*"', 'valkey-cli ping', 'redis-cli config get maxmemory'], not: ['redis-cli FLUSHALL', 'redis-cli -n 0 flushdb', 'redis-cli SET a b', 'redis-cli del a', 'redis-cli -h redis.example GET a', 'redis-cli EVAL x 0', 'redis-cli', 'redis-cli config set dir /x', 'redis-cli config get requirepass', 'redis-cli acl list'] },
    { command: 'redis-server|redis-sentinel|redis-benchmark|redis-check-aof|redis-check-rdb', level: 'HIGH', operands: 'text', anyOption: true, does: (_, { program }) => ({ effects: [changesInfra(program, 'starts a server or repairs its files')] }), matches: ['redis-server'], not: [], insensitive: true },
    { command: 'memcached-tool|memcstat|memcflush|memcrm', level: 'HIGH', operands: 'text', anyOption: true, does: (_, { program }) => ({ effects: [changesInfra(program, 'changes a cache')] }), matches: ['memcflush'], not: [], insensitive: true },
  ],
};
