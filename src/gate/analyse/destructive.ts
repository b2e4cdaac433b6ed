import type { Arguments, GraveRule } from './graveRule.ts';

/** Signs of loss without undo. Kept apart from the HIGH ones because each has a target that a person types. */

const always = (): boolean => true;
const clouds = 'gcloud az doctl flyctl fly heroku linode-cli hcloud scw oci ibmcloud eksctl vercel netlify railway wrangler supabase firebase neonctl pscale confluent mongocli atlas auth0 okta cf ionosctl vultr-cli civo nomad consul etcdctl vault gsutil bq gh glab tea nats temporal argocd flux istioctl velero rabbitmqadmin kcat kafka-topics redis-cli snyk sentry-cli circleci buildkite op aws s3cmd mc rclone restic borg duplicity ansible packer';
const sql = /\b(drop|truncate)\s+(table|database|schema|view|index|user|role|keyspace|collection|column|if|\w)|\bdelete\s+from\b|\balter\s+table\b.*\bdrop\b/i;
const lastOperand = (args: Arguments): string | undefined => args.operands.at(-1);
const stackOf = (args: Arguments): string | undefined => args.value('-s', '--stack');
const anywhere = (args: Arguments): string => args.words.join(' ');

const rule = (programs: string, reason: string, when: GraveRule['when'], matches: string[], not: string[], more: Partial<GraveRule> = {}): GraveRule => ({ programs, level: 'DESTRUCTIVE', kind: 'delete', reason, when, matches, not, ...more });

const files: GraveRule[] = [
  rule('rm grm', 'deletes files for good', (args) => args.has('-r', '-R', '-f', '--recursive', '--force') || args.any(/[*?]|^\/|^~|^\.\.?\/?$/), ['rm -rf build', 'rm -r -f x', 'rm --recursive x', 'rm -fR x', 'rm --forc x', 'rm /etc/x', 'rm *'], ['rm a.txt']),
  rule('shred srm wipe wipefs', 'overwrites data so that nothing can bring it back', always, ['shred -u a', 'wipefs -a /dev/sda'], []),
  rule('chmod chown chgrp', 'changes the rights of everything below', (args) => args.has('-R', '--recursive') && args.any(/^(\/[\w.]*|\.|\.\.|\*|~)\/?$/), ['chmod -R 777 /', 'chown -R a .'], ['chmod -R a src'], { kind: 'privilege', target: lastOperand }),
  rule('truncate', 'cuts files off', always, ['truncate -s 0 a'], [], { target: lastOperand }),
  rule('dd', 'writes over a file or a device', (args) => args.any(/^of=/), ['dd if=/dev/zero of=/dev/sda'], ['dd if=a'], { target: (args) => args.operands.find((word) => word.startsWith('of='))?.slice(3) }),
  rule('mkfs mke2fs mkswap newfs fdisk sfdisk gdisk sgdisk parted format', 'formats or partitions a disk', always, ['mkfs.ext4 /dev/sda1', 'fdisk /dev/sda'], [], { target: lastOperand }),
  rule('diskutil', 'erases a disk', (args) => args.any(/^(erase|partition|zero|random|secureErase|apfs|reformat)/i), ['diskutil eraseDisk JHFS+ X disk2'], ['diskutil list']),
  rule('lvremove vgremove pvremove', 'removes a volume', always, ['lvremove vg/a'], []),
  rule('zfs zpool btrfs cryptsetup mdadm', 'destroys a volume', (args) => args.any(/^(destroy|delete|rollback|luksFormat|luksErase|erase)$/) || args.has('--zero-superblock'), ['zfs destroy a/b', 'zpool destroy a'], ['zfs list']),
  rule('find gfind', 'deletes what it finds', (args) => args.words.includes('-delete') || args.words.some((word, at) => /^-(exec|execdir|ok|okdir)$/.test(word) && /^(.*\/)?(rm|shred|unlink|rmdir)$/.test(args.words[at + 1] ?? '')), ["find . -name '*.o' -delete", 'find . -exec rm {} +'], ['find . -name a']),
  rule('fd fdfind', 'deletes what it finds', (args) => args.words.some((word) => /^(.*\/)?(rm|shred|unlink)$/.test(word)), ['fd -x rm'], ['fd foo']),
  rule('xargs parallel', 'deletes what it is handed', (args) => args.words.some((word) => /^(.*\/)?(rm|shred|unlink)$/.test(word)), ['xargs rm', 'xargs -0 rm -f'], ['xargs ls']),
  rule('rsync', 'deletes files at the destination', (args) => args.words.some((word) => /^--(del|remove-source)/.test(word)), ['rsync -a --delete a/ b/', 'rsync --remove-source-files a b'], ['rsync -a a b'], { target: lastOperand }),
  rule('mv', 'throws a file away', (args) => args.operands.at(-1) === '/dev/null', ['mv a /dev/null'], ['mv a b']),
  rule('rimraf trash-empty del-cli', 'deletes files for good', always, ['rimraf dist'], []),
  rule('crontab', 'removes all timed jobs', (args) => args.has('-r'), ['crontab -r'], ['crontab -l']),
  rule('userdel groupdel deluser', 'deletes an account', always, ['userdel bob'], []),
  rule('tmutil', 'deletes backups', (args) => args.any(/^(delete|deletelocalsnapshots|restore)/), ['tmutil delete /x'], ['tmutil listbackups']),
];

function discardsWork(args: Arguments): boolean {
  if (args.verb('reset')) return args.has('--hard');
  if (args.verb('switch')) return args.has('-f', '--force', '--discard-changes');
  if (args.verb('restore')) return !args.has('-S', '--staged') || args.has('-W', '--worktree');
  if (!args.verb('checkout')) return false;
  const names = args.operands.length - args.operands.indexOf('checkout') - 1;
  const makesBranch = args.has('-b', '-B', '--orphan');
  return args.has('-f', '--force', '--pathspec-from-file') || args.words.includes('--') || args.operands.includes('.') || (names > 1 && !makesBranch);
}

const git: GraveRule[] = [
  rule('git', 'throws uncommitted work away', discardsWork, ['git reset --hard HEAD~1', 'git checkout -- a', 'git checkout .', 'git checkout main a.ts', 'git restore a', 'git -C x reset --hard', 'git switch -f main'], ['git reset a', 'git checkout main', 'git checkout -b a origin/a', 'git restore --staged a'], { target: (args) => args.after('checkout') ?? args.after('restore') ?? args.after('reset') ?? args.after('switch') }),
  rule('git', 'deletes files that git does not hold', (args) => args.verb('clean') && (args.has('-f', '--force') || !args.has('-n', '--dry-run')), ['git clean -fdx', 'git clean --force', 'git clean -d'], ['git clean -n'], { target: (args) => args.after('clean') ?? 'clean' }),
  rule('git', 'rewrites or deletes history on a remote', (args) => args.verb('push') && (args.has('-f', '--force', '--mirror', '--delete', '-d', '--prune') || args.words.some((word) => /^--force-/.test(word) || /^[+:]./.test(word))), ['git push --force', 'git push -f origin main', 'git push origin :topic', 'git push origin +main', 'git push --force-with-lease', 'git push origin --delete topic'], ['git push', 'git push origin main'], { target: (args) => args.operands.slice(args.operands.indexOf('push') + 1).at(-1)?.replace(/^[+:]/, '') }),
  rule('git', 'deletes a branch with commits that may be nowhere else', (args) => args.verb('branch') && (args.has('-D') || (args.has('-d', '--delete') && args.has('-f', '--force'))), ['git branch -D topic', 'git branch -d -f topic'], ['git branch -d topic'], { target: (args) => args.after('branch') }),
  rule('git', 'throws stashed work away', (args) => args.verb('stash', 'drop') || args.verb('stash', 'clear'), ['git stash drop', 'git stash clear'], ['git stash', 'git stash pop'], { target: (args) => args.after('stash', 'drop') ?? 'stash' }),
  rule('git', 'removes history for good', (args) => args.verb('reflog', 'expire') || args.verb('reflog', 'delete') || args.verb('filter-branch') || args.verb('filter-repo') || args.verb('prune') || (args.verb('gc') && args.has('--prune')) || (args.verb('update-ref') && args.has('-d')) || (args.verb('worktree', 'remove') && args.has('-f', '--force')), ['git reflog expire --all', 'git filter-branch x', 'git update-ref -d refs/heads/a', 'git gc --prune=now'], ['git reflog', 'git gc']),
];

const infra: GraveRule[] = [
  rule('pulumi', 'destroys the resources of the stack', (args) => (args.verb('destroy') || args.verb('down') || args.verb('dn')) && !args.has('--preview-only'), ['pulumi destroy', 'pulumi -C infra --stack dev down --yes', 'pulumi dn'], ['pulumi preview', 'pulumi destroy --preview-only'], { kind: 'infra', target: stackOf }),
  rule('pulumi', 'deletes a stack or its state', (args) => ['rm', 'remove', 'delete'].some((verb) => args.verb('stack', verb)) || args.verb('state', 'delete') || (args.verb('stack', 'import') && args.has('--force')) || args.verb('env', 'rm') || args.verb('package', 'delete') || args.verb('cloud', 'api') || (args.verb('do') && (args.verb('delete') || args.verb('patch'))) || (args.verb('org') && args.verb('remove')), ['pulumi stack rm dev', 'pulumi -s dev state delete urn', 'pulumi env rm a'], ['pulumi stack ls'], { kind: 'infra', target: (args) => args.after('stack', 'rm') ?? args.after('stack', 'remove') ?? args.after('stack', 'delete') ?? stackOf(args) ?? args.after('state', 'delete') }),
  rule('pulumi', 'replaces resources', (args) => (args.verb('up') || args.verb('update')) && (args.has('--replace', '--target-replace') || args.has('--remove')), ['pulumi up --replace urn', 'pulumi up --target-replace urn'], ['pulumi up'], { kind: 'infra', target: stackOf }),
  rule('terraform tofu terragrunt tf cdktf', 'destroys resources or their state', (args) => args.verb('destroy') || args.verb('run-all', 'destroy') || (args.verb('apply') && args.words.some((word) => /^--?(destroy|replace|auto-approve)/.test(word))) || args.verb('state', 'rm') || args.verb('workspace', 'delete') || args.verb('taint'), ['terraform destroy', 'terraform -chdir=x apply -destroy', 'tofu state rm a', 'terraform apply -replace=a'], ['terraform plan', 'terraform apply'], { kind: 'infra' }),
  rule('cdk sst sls serverless copilot amplify vagrant docker-machine minikube kind k3d', 'destroys what it made', (args) => ['destroy', 'remove', 'delete', 'rm'].some((verb) => args.verb(verb)), ['cdk destroy', 'vagrant destroy -f', 'sls remove'], ['cdk diff'], { kind: 'infra' }),
  rule('kubectl oc k k9s', 'deletes resources of the cluster', (args) => args.verb('delete') || (args.verb('replace') && args.has('--force')) || (args.verb('apply') && args.has('--prune')) || args.verb('drain'), ['kubectl delete pod a', 'kubectl -n x delete ns y', 'kubectl replace --force -f a'], ['kubectl get pods'], { kind: 'infra', target: (args) => args.after('delete') === undefined ? undefined : args.operands.at(-1) }),
  rule('helm', 'removes a release', (args) => ['uninstall', 'delete', 'del', 'un'].some((verb) => args.verb(verb)), ['helm uninstall a'], ['helm list'], { kind: 'infra', target: lastOperand }),
  rule(`${clouds} docker-hub`, 'deletes in the cloud', (args) => args.any(/^(?:.*[:-])?(delete|destroy|remove|purge|terminate|rm|rb|rd|del|flushall|flushdb|prune|forget|dissolve|deprovision|unregister|drop|wipe)(-.*|ed|:.*)?$/i) || args.has('--delete'), ['aws ec2 terminate-instances --instance-ids i', 'aws s3 rm s3://a', 'aws s3 rb s3://a', 'aws s3 sync a b --delete', 'aws rds delete-db-instance x', 'gcloud compute instances delete a', 'az group delete -n a', 'gh repo delete a/b', 'redis-cli flushall', 'heroku apps:destroy a', 'vault kv destroy a', 'gsutil rm gs://a'], ['aws ec2 describe-instances', 'gh pr view 1', 'az group list'], { kind: 'infra', target: lastOperand }),
  rule('gh glab curl wget http https xh hurl', 'deletes over the network', (args) => /(^|\s)(-X\s*|--request[= ]|--method[= ])["']?delete|(^|\s)-X\s*DELETE/i.test(anywhere(args)) || args.operands[0] === 'DELETE', ['curl -X DELETE https://x', 'curl -XDELETE https://x', 'curl --request=DELETE https://x', 'gh api -X DELETE repos/a/b', 'http DELETE x'], ['curl https://x'], { kind: 'network', target: lastOperand }),
  rule('docker podman nerdctl', 'removes containers, images or volumes', (args) => args.verb('prune') || args.verb('volume', 'rm') || args.verb('rmi') || args.verb('rm') || args.verb('kill') || (args.verb('down') && (args.has('-v', '--volumes', '--rmi'))), ['docker system prune -af', 'docker volume rm a', 'docker compose down -v', 'docker rm -f a'], ['docker ps', 'docker compose down'], { target: lastOperand }),
  rule('docker-compose', 'removes volumes', (args) => (args.verb('down') && args.has('-v', '--volumes', '--rmi')) || args.verb('rm'), ['docker-compose down -v'], ['docker-compose ps']),
];

const data: GraveRule[] = [
  rule('psql mysql mariadb sqlite3 sqlite sqlcmd duckdb clickhouse-client clickhouse cockroach cqlsh snowsql bq usql pgcli mycli litecli isql trino presto influx athena', 'deletes data of a database', (args) => sql.test(anywhere(args)), ["psql -c 'DROP TABLE a'", "sqlite3 a.db 'delete from t'", "mysql -e 'truncate table a'"], ["psql -c 'select 1'"], { target: (args) => /\b(?:table|database|schema|from)\s+(?:if\s+exists\s+)?[`"[]?([\w.]+)/i.exec(anywhere(args))?.[1] }),
  rule('dropdb dropuser', 'deletes a database', always, ['dropdb a'], []),
  rule('mysqladmin', 'deletes a database', (args) => args.verb('drop'), ['mysqladmin drop a'], ['mysqladmin status']),
  rule('mongo mongosh', 'deletes data of a database', (args) => /drop|delete|remove/i.test(anywhere(args)), ["mongosh --eval 'db.dropDatabase()'"], ['mongosh']),
  rule('mongorestore pg_restore', 'replaces data of a database', (args) => args.has('--drop', '--clean', '-c'), ['pg_restore --clean a'], ['pg_restore -l a']),
  rule('redis-cli valkey-cli', 'deletes data', (args) => args.any(/^(del|unlink|flushall|flushdb|getdel|hdel|ltrim|eval|shutdown)$/i), ['redis-cli DEL a'], ['redis-cli get a']),
  rule('rails rake prisma sequelize knex typeorm alembic flyway liquibase drizzle-kit dotnet artisan php', 'resets a database', (args) => /\b(db:(drop|reset|purge)|db:migrate:reset|migrate(:fresh|:reset|\s+reset)|db\s+push\b.*--force-reset|drop-all|dropAll|migrate:fresh|database\s+drop|downgrade\s+base)\b|^clean\b/.test(anywhere(args)), ['rails db:drop', 'prisma migrate reset'], ['rails db:migrate']),
  rule('npm pnpm yarn cargo gem', 'takes a published version away', (args) => args.verb('unpublish') || args.verb('yank') || args.verb('owner', 'remove'), ['npm unpublish a', 'cargo yank a'], ['npm test'], { kind: 'network' }),
  rule('python python3 python2 node perl ruby php deno bun lua osascript awk gawk', 'runs code that deletes', (args) => /rmtree|rmSync|rmdirSync|unlinkSync|\bunlink\b|os\.remove|os\.rmdir|FileUtils\.rm|\brm\s+-\w*[rf]|Deno\.remove|\bdrop\s+(table|database)\b/i.test(anywhere(args)), ["python -c 'import shutil; shutil.rmtree(\"x\")'", "node -e 'fs.rmSync(\"x\")'"], ["python -c 'print(1)'"]),
];

const windows: GraveRule[] = [
  rule('del erase rd rmdir', 'deletes files for good', (args) => args.words.some((word) => /^\/[sqf]$/i.test(word)) || args.any(/[*?]/), ['del /s /q x', 'rd /s x', 'rmdir /S x'], ['rmdir x'], { target: lastOperand }),
  rule('remove-item ri', 'deletes files for good', always, ['Remove-Item -Recurse -Force x'], []),
  rule('clear-content clear-item clear-disk format-volume clear-recyclebin remove-partition initialize-disk stop-computer remove-aduser remove-azresourcegroup remove-vm remove-service', 'erases data', always, ['Clear-Content a', 'Format-Volume D'], []),
  rule('vssadmin wbadmin diskpart bcdedit cipher', 'destroys backups or disks', (args) => args.any(/^(delete|clean)/i) || args.words.some((word) => /^\/w/i.test(word)), ['vssadmin delete shadows'], ['vssadmin list shadows']),
  rule('reg', 'deletes settings of the system', (args) => args.verb('delete'), ['reg delete HKLM\\x'], ['reg query x'], { target: (args) => args.after('delete') }),
];

export const destructiveRules: readonly GraveRule[] = [...files, ...git, ...infra, ...data, ...windows];
