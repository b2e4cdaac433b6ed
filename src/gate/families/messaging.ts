import { changesInfra, looks, looksAtInfra } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Call, Deed } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { changing, destroying, destruction, nameOf, reading, revealing } from './infraRules.ts';

/** Brokers: NATS, Kafka, RabbitMQ, Pulsar, MQTT. */

const nats: Rule[] = [
  reading('nats stream|str|consumer|con|kv|object|obj|context|ctx|account|server|service|micro|bucket ls|list|info|report|state|find|subjects|status|get|history|view|ping|check|watch|show|stats|tls', ['nats stream list', 'nats consumer info ORDERS a', 'nats context ls', 'nats kv get a b', 'nats server list'], ['nats stream purge a', 'nats kv put a b c']),
  reading('nats rtt|ls|events|cheat|latency', ['nats rtt'], ['nats pub a b']),
  destroying('nats stream|str|consumer|con|kv|object|obj|bucket|context|ctx|account|auth ** rm|delete|del|purge|rmm|seal', 'deletes messages or what holds them', ['nats stream rm a', 'nats stream purge a -f', 'nats kv del a b', 'nats consumer delete a b', 'nats bucket delete a'], ['nats stream list']),
  changing('nats', 'sends messages or changes the broker', ['nats pub a b', 'nats stream add a', 'nats kv put a b c', 'nats sub a', 'nats bench x'], ['nats stream list']),
];

const actions = { deletes: ['--delete', '--delete-config', '--delete-offsets', '--remove', '--delete-records'], changes: ['--create', '--alter', '--add', '--add-config', '--reset-offsets', '--execute', '--cancel', '--producer-props', '--partition', '--config'], looks: ['--list', '--describe', '--verify', '--generate', '--members', '--state', '--version', '--help', '--status'] } as const;

/** What the scripts of Kafka do stands among their options. */
function kafkaDoes(parsed: Parsed, call: Call): Deed {
  if (parsed.has(...actions.deletes)) return destruction('deletes topics, groups, offsets or settings', parsed.values('--topic', '--group', '--entity-name').map(({ text }) => text));
  if (parsed.has(...actions.changes)) return { effects: [changesInfra(nameOf(call), 'changes the cluster')] };
  return { effects: [parsed.has(...actions.looks) ? looksAtInfra(nameOf(call)) : changesInfra(nameOf(call), 'what it does is not known')] };
}

const kafkaScripts = ['topics', 'consumer-groups', 'configs', 'acls', 'streams-application-reset', 'reassign-partitions', 'log-dirs', 'leader-election', 'delegation-tokens', 'transactions', 'features', 'cluster', 'metadata-quorum', 'share-groups'].flatMap((name) => [`kafka-${name}`, `kafka-${name}.sh`]).join('|');

const kafka: Rule[] = [
  { command: kafkaScripts, level: 'SAFE', operands: 'text', anyOption: true, values: '--bootstrap-server --zookeeper --topic --group --entity-type --entity-name --command-config --config --add-config --delete-config --partitions --replication-factor --to-offset --shift-by --to-datetime --reassignment-json-file --topics-to-move-json-file --broker-list', does: kafkaDoes, matches: ['kafka-topics --bootstrap-server localhost:9092 --list', 'kafka-consumer-groups.sh --bootstrap-server b:9092 --describe --group g'], not: ['kafka-topics --bootstrap-server b --delete --topic t', 'kafka-configs --bootstrap-server b --alter --add-config a=b', 'kafka-configs --alter --delete-config x --entity-type topics', 'kafka-topics --create --topic t'] },
  destroying('kafka-delete-records|kafka-delete-records.sh|kafka-server-stop|kafka-server-stop.sh', 'deletes records or stops a broker', ['kafka-delete-records --offset-json-file a'], ['kafka-topics --list']),
  changing('kafka-console-producer|kafka-console-producer.sh|kafka-producer-perf-test|kafka-mirror-maker|kafka-server-start|kafka-server-start.sh|kafka-storage|kafka-storage.sh', 'sends messages or changes a broker', ['kafka-console-producer --topic a'], ['kafka-topics --list']),
  reading('kafka-console-consumer|kafka-console-consumer.sh|kafka-broker-api-versions|kafka-get-offsets|kafka-dump-log', ['kafka-console-consumer --topic a --from-beginning'], ['kafka-console-consumer --topic a --group g'], { careful: '--group --consumer.config --consumer-property --formatter' }),
  { command: 'kcat|kafkacat', level: 'SAFE', operands: 'text', flags: '-L -C -P -Q -J -e -q -u -Z -E -T -V -K', values: '-b -t -p -o -c -f -X -G -F -D -l -m -r -s -k -H', does: (parsed, call) => ({ effects: [parsed.has('-P', '-G', '-F') || parsed.values('-X').some(({ text }) => /plugin|sasl.oauth|ssl.engine/.test(text)) || !parsed.has('-L', '-C', '-Q', '-V') ? changesInfra(nameOf(call), 'may send messages') : looksAtInfra(nameOf(call))] }), matches: ['kcat -b localhost:9092 -L', 'kcat -C -b b -t t -e'], not: ['kcat -P -b b -t t', 'kcat -b b -t t'] },
  reading('rpk topic|cluster|group|acl|registry list|describe|info|health|consume', ['rpk topic list'], ['rpk topic delete a']),
  destroying('rpk topic|group|acl|cluster ** delete|trim-prefix', 'deletes topics or records', ['rpk topic delete a'], ['rpk topic list']),
  changing('rpk', 'changes the cluster', ['rpk topic create a', 'rpk topic produce a'], ['rpk topic list']),
];

const rabbit: Rule[] = [
  reading('rabbitmqctl list_*|status|cluster_status|environment|report|ping|version|node_health_check|await_*|eval_file_status|authenticate_user|help|hash_password', ['rabbitmqctl list_queues', 'rabbitmqctl status'], ['rabbitmqctl delete_queue a', 'rabbitmqctl eval x']),
  destroying('rabbitmqctl delete_*|purge_queue|reset|force_reset|clear_*|forget_cluster_node|stop|stop_app|shutdown|close_*', 'deletes queues, users or settings, or stops the broker', ['rabbitmqctl delete_vhost /a', 'rabbitmqctl purge_queue a', 'rabbitmqctl reset', 'rabbitmqctl clear_permissions -p / a'], ['rabbitmqctl list_queues']),
  changing('rabbitmqctl|rabbitmq-plugins|rabbitmq-server|rabbitmq-queues|rabbitmq-upgrade', 'changes the broker', ['rabbitmqctl add_user a b', 'rabbitmqctl set_policy a', 'rabbitmqctl eval x', 'rabbitmq-plugins enable a'], ['rabbitmqctl status']),
  reading('rabbitmq-diagnostics', ['rabbitmq-diagnostics ping'], ['rabbitmqctl reset'], { insensitive: true }),
  reading('rabbitmqadmin list|show|help|health_check', ['rabbitmqadmin list queues'], ['rabbitmqadmin delete queue name=a']),
  revealing('rabbitmqadmin export', ['rabbitmqadmin export a.json'], ['rabbitmqadmin list queues']),
  destroying('rabbitmqadmin delete|purge|close', 'deletes queues or messages', ['rabbitmqadmin delete queue name=a', 'rabbitmqadmin -V /a purge queue name=b'], ['rabbitmqadmin list queues']),
  changing('rabbitmqadmin', 'changes the broker', ['rabbitmqadmin declare queue name=a', 'rabbitmqadmin publish routing_key=a', 'rabbitmqadmin get queue=a'], ['rabbitmqadmin list queues']),
];

const others: Rule[] = [
  changing('mosquitto_pub|mosquitto_rr|amqp-publish|stomp', 'sends messages', ['mosquitto_pub -t a -m b'], [], { insensitive: true }),
  { command: 'mosquitto_sub', level: 'MODERATE', operands: 'text', anyOption: true, does: { effects: [{ kind: 'network', target: 'broker', access: 'read' }] }, matches: ['mosquitto_sub -t a'], not: [], insensitive: true },
  reading('pulsar-admin topics|namespaces|tenants|clusters|brokers|subscriptions list|get|stats|get-*|partitioned-stats', ['pulsar-admin topics list a'], ['pulsar-admin topics delete a']),
  destroying('pulsar-admin ** delete|delete-*|truncate|terminate|unload|clear-backlog|unsubscribe', 'deletes topics or messages', ['pulsar-admin topics delete a'], ['pulsar-admin topics list a']),
  changing('pulsar-admin|pulsar-client', 'changes the broker', ['pulsar-admin topics create a', 'pulsar-client produce a'], ['pulsar-admin topics list a']),
];

export const messaging: Family = {
  name: 'brokers',
  help: '--help',
  globals: { values: '-s --server -H --host -V --vhost -u --username -p --password --user --context --creds -n --node', flags: '-q --quiet' },
  global: (parsed) => (parsed.has('--creds') ? { effects: [looks('credentials')] } : undefined),
  rules: [...nats, ...kafka, ...rabbit, ...others],
};
