import { changesInfra, destroys, fetches, looks, looksAtInfra, runsCode } from '../analyse/effects.ts';
import { mergeDeeds, type Family } from '../analyse/family.ts';
import type { Call, Deed, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { destruction } from './infraRules.ts';
import { fileDeed, isRemoteServer } from './postgres.ts';

const losing = /\.(drop|dropDatabase|dropIndex|dropIndexes|deleteOne|deleteMany|remove|findOneAndDelete|findAndModify|dropUser|dropAllUsers|dropRole|shutdownServer|removeShard)\s*\(|\bdb\s*\.\s*dropDatabase\b|"?\b(dropDatabase|drop|delete|dropIndexes)"?\s*:/;
/** One call, or `show …`: nothing around it and no code within. */
const shows = /^(show\s+\w+|help|db|(rs|sh)\.(status|conf|isMaster|printReplicationInfo)\(\)|db\.(version|stats|getCollectionNames|getCollectionInfos|getName|serverStatus|hostInfo|currentOp|isMaster|hello|getMongo|serverBuildInfo|getUsers|getRoles|getProfilingStatus)\([^()]*\))$/;
const finds = /^(printjson\()?(db|EJSON\.stringify\(db)(\.[\w$]+|\.getCollection\(["'][\w.-]+["']\)|\[["'][\w.-]+["']\])+\.(find|findOne|count|countDocuments|estimatedDocumentCount|distinct|aggregate|getIndexes|stats|explain|dataSize|storageSize|totalSize)\([^()]*\)(\.(limit|sort|skip|pretty|toArray|count|explain|itcount|size|hasNext|projection)\([^()]*\))*\)*$/;
const looking = (part: string): boolean => shows.test(part) || finds.test(part);

/** The text is JavaScript in the client, so that only the plainest forms are known. */
function scriptDeed({ exact, text }: Word, remote: boolean): Deed {
  if (exact && losing.test(text)) {
    const name = /\bdb\.(?:getCollection\(["']([^"']+)|([\w$]+))/.exec(text)?.slice(1).find((one) => one !== undefined) ?? 'database';
    return { effects: [destroys(name, text)], target: name, losses: [{ kind: 'data', engine: 'mongodb', statement: text }] };
  }
  const parts = text.split(';').map((part) => part.trim()).filter((part) => part !== '');
  if (exact && parts.length > 0 && parts.every(looking) && !/\$(out|merge|function|where|accumulator)\b|mapReduce/.test(text)) return { effects: [remote ? fetches('mongodb') : looksAtInfra('mongodb')] };
  return { effects: [runsCode('mongodb', 'a script that is not known to read only')] };
}

function shellDoes(parsed: Parsed, call: Call): Deed {
  if (parsed.has('--version', '--help', '-h')) return { effects: [looks('mongosh')] };
  const remote = isRemoteServer(parsed, ['--host'], parsed.texts);
  const texts = parsed.values('--eval');
  const files = [...parsed.values('-f', '--file'), ...parsed.operands.filter(({ text }) => /\.(m?js)$/.test(text))];
  const deeds = [...texts.map((text) => scriptDeed(text, remote)), ...files.map((file) => fileDeed(file, 'mongodb'))];
  if (call.stdin.kind === 'pipe' && call.stdin.text !== undefined) deeds.push(scriptDeed({ text: call.stdin.text.trim(), exact: true }, remote));
  else if (call.stdin.kind !== 'none') deeds.push({ effects: [runsCode('mongodb', 'a script that is not in the command')] });
  return deeds.length > 0 ? mergeDeeds(deeds) : { effects: [changesInfra('mongodb', 'opens a session whose commands are not known')] };
}

const connection = '--host --port -u --username -p --password --authenticationDatabase --authenticationMechanism --tlsCertificateKeyFile --sslPEMKeyFile --uri -d --db -c --collection --apiVersion --retryWrites --networkMessageCompressors --numParallelCollections -j --readPreference --collection=';
const server = (parsed: Parsed): Deed => ({ effects: [isRemoteServer(parsed, ['--host'], [...parsed.texts, ...parsed.values('--uri').map(({ text }) => text)]) ? fetches('mongodb') : looksAtInfra('mongodb')] });

export const mongo: Family = {
  name: 'mongodb',
  rules: [
    { command: 'mongosh|mongo', level: 'SAFE', operands: 'text', flags: '--quiet --json= --norc --nodb --verbose --tls --ssl --ipv6 --retryWrites= --shell --version -h --help --redactInfo', values: `${connection} --eval --tlsCAFile --apiVersion -f --file`, does: shellDoes, matches: ["mongosh --quiet --eval 'db.users.find({a: 1}).limit(5)'", "mongosh app --eval 'show collections'", "mongosh --eval 'db.stats()'", 'mongosh --version'], not: ["mongosh --eval 'db.orders.drop()'", "mongosh --eval 'db.dropDatabase()'", "mongosh --eval 'db.a.insertOne({})'", 'mongosh', 'mongosh a.js', "mongosh mongodb://db.example/a --eval 'db.stats()'", "mongosh --eval 'db.a.find(); fs.rmSync(1)'", "mongosh --eval 'db.a.aggregate([{$out: 1}])'"] },
    { command: 'mongodump', level: 'MODERATE', operands: 'text', flags: '--gzip --oplog --quiet -v --verbose --tls --ssl --dumpDbUsersAndRoles --forceTableScan --viewsAsCollections', values: `${connection} -q --query --queryFile --excludeCollection --excludeCollectionsWithPrefix`, writes: '-o --out --archive', does: (parsed) => mergeDeeds([server(parsed), parsed.has('-o', '--out', '--archive') ? {} : { touches: [{ word: { text: 'dump', exact: true }, how: 'write', recursive: true }] }]), matches: ['mongodump --db app', 'mongodump -o backup'], not: ['mongodump --out /srv/x'] },
    { command: 'mongoexport|bsondump|mongostat|mongotop', level: 'SAFE', operands: 'text', flags: '--quiet -v --verbose --tls --ssl --jsonArray --pretty --noHeaderLine --json --discover --all', values: `${connection} -q --query --queryFile -f --fields --fieldFile --type --sort --limit --skip --jsonFormat --rowcount`, writes: '-o --out', does: server, matches: ['mongoexport -d app -c users', 'mongostat'], not: ['mongoexport -d app -c users -o /etc/x', 'mongoexport --uri mongodb://db.example/a -c users'] },
    { command: 'mongorestore|mongoimport', level: 'HIGH', operands: 'text', anyOption: true, values: connection, does: (parsed) => (parsed.has('--drop') ? destruction('drops collections before it restores them', parsed.texts) : { effects: [changesInfra('mongodb', 'writes data')] }), matches: ['mongorestore dump', 'mongoimport -d a -c b x.json'], not: ['mongorestore --drop dump'] },
    { command: 'mongod|mongos|atlas|mongocli|mongofiles', level: 'HIGH', operands: 'text', anyOption: true, does: (parsed, { program }) => (parsed.texts.some((text) => /^(delete|terminate|rm)$/.test(text)) ? destruction('deletes clusters or data', parsed.texts) : { effects: [changesInfra(program, 'steers a database server')] }), matches: ['mongod --dbpath x', 'atlas clusters create a'], not: ['atlas clusters delete a'] },
  ],
};
