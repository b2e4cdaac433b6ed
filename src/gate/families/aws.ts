import { changesSystem, looks, looksAtInfra, printsSecrets, sends, unknownHere } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import type { Call, Deed, Touch, Word } from '../analyse/call.ts';
import type { Parsed } from '../analyse/options.ts';
import { changing, destroying, destruction, nameOf, reading, revealing, transfer } from './infraRules.ts';
import { sqlDeed } from './sqlDeed.ts';

const bucketOptions = { values: '--exclude --include --acl --storage-class --sse --sse-kms-key-id --content-type --cache-control --metadata --metadata-directive --source-region --page-size --expires --expires-in --grants --website-redirect --content-encoding --content-language --content-disposition --copy-props --request-payer --checksum-algorithm --checksum-mode --expected-size --sse-c --sse-c-key --sse-c-copy-source --sse-c-copy-source-key', flags: '--recursive --dryrun --quiet --no-progress --only-show-errors --delete --exact-timestamps --size-only --follow-symlinks --no-follow-symlinks --force --human-readable --summarize --no-guess-mime-type --force-glacier-transfer --ignore-glacier-warnings --no-overwrite' };
const isBucket = ({ text }: Word): boolean => text.startsWith('s3://');

function copyDoes(parsed: Parsed, call: Call): Deed | undefined {
  if (parsed.has('--dryrun')) return { effects: [looksAtInfra(nameOf(call))] };
  if (parsed.has('--delete')) return { ...destruction('deletes at the destination what the source does not hold', parsed.texts.slice(-1)), touches: parsed.operands.slice(-1).filter((word) => !isBucket(word)).map((word) => ({ word, how: 'delete', recursive: true })) };
  const deed = transfer(parsed.operands, isBucket, call);
  const moves = call.words.some(({ text }) => text === 'mv') ? parsed.operands.slice(0, -1) : [];
  const moved: Touch[] = moves.filter((word) => !isBucket(word)).map((word) => ({ word, how: 'delete' }));
  return deed && { ...deed, effects: [...(deed.effects ?? []), ...(moves.some(isBucket) ? [sends(moves.map(({ text }) => text).join(' '), 'removes it where it was')] : [])], touches: [...(deed.touches ?? []), ...moved] };
}

const removeDoes = (parsed: Parsed, call: Call): Deed => (parsed.has('--dryrun') ? { effects: [looksAtInfra(nameOf(call))] } : { ...destruction('deletes objects or a whole bucket', parsed.texts), alternative: 'aws s3 rm --dryrun lists what would go.' });

/** The answer goes into the file that is named last. */
const downloadDoes = (parsed: Parsed, call: Call): Deed => ({ effects: [looksAtInfra(nameOf(call))], touches: parsed.operands.slice(-1).map((word) => ({ word, how: 'write' })) });

const decrypting = (parsed: Parsed, call: Call): Deed => ({ effects: [parsed.has('--with-decryption', '--include-value', '--include-values') ? printsSecrets(nameOf(call)) : looksAtInfra(nameOf(call))] });

function configureDoes(parsed: Parsed): Deed {
  return { effects: [parsed.texts.every((name) => /^(profile\.[\w-]+\.)?(region|output|cli_pager|sso_region|sso_account_id|sso_role_name|max_attempts|retry_mode)$/.test(name)) ? looks('aws configuration') : printsSecrets('aws configuration')] };
}

/** The statement's kind decides, where it stands in the command. */
function queryDoes(parsed: Parsed, call: Call): Deed {
  const statement = parsed.value('--query-string', '--sql', '--statement');
  return statement === undefined || /^file/.test(statement.text) ? { effects: [unknownHere(nameOf(call), 'runs a statement that is not in the command')], level: 'HIGH' } : sqlDeed(statement, { engine: call.words[0]?.text ?? 'aws', remote: false });
}

const s3: Rule[] = [
  { command: 'aws s3 ls', level: 'SAFE', operands: 'text', ...bucketOptions, does: (_, call) => ({ effects: [looksAtInfra(nameOf(call))] }), matches: ['aws s3 ls', 'aws --profile p s3 ls s3://a/b --recursive'], not: ['aws s3 ls --endpoint-url http://x s3://a'] },
  { command: 'aws s3 cp|sync|mv', level: 'HIGH', operands: 'text', ...bucketOptions, does: copyDoes, matches: ['aws s3 cp a.txt s3://b/a', 'aws s3 sync s3://a s3://b', 'aws s3 mv s3://a/b s3://a/c'], not: ['aws s3 cp s3://a/b b.txt', 'aws s3 cp a s3://b --dryrun', 'aws s3 sync . s3://a --delete'] },
  { command: 'aws s3 rm|rb', level: 'DESTRUCTIVE', operands: 'text', ...bucketOptions, does: removeDoes, matches: ['aws s3 rm s3://a/b', 'aws s3 rm s3://a --recursive', 'aws s3 rb s3://a --force'], not: ['aws s3 rm s3://a --dryrun', 'aws s3 rm --help'] },
  revealing('aws s3|cloudfront presign|sign', ['aws s3 presign s3://a/b'], ['aws s3 ls']),
  { command: 'aws s3api get-object|get-object-torrent|select-object-content', level: 'MODERATE', operands: 'text', values: '--bucket --key --range --version-id --if-match --if-none-match --if-modified-since --if-unmodified-since --part-number --checksum-mode --request-payer --expected-bucket-owner --sse-customer-algorithm --sse-customer-key --expression --expression-type --input-serialization --output-serialization', does: downloadDoes, matches: ['aws s3api get-object --bucket a --key b out.txt'], not: ['aws s3api get-object --bucket a --key b /etc/x'] },
];

const secrets: Rule[] = [
  reading('aws iam get-credential-report|get-account-password-policy|get-access-key-last-used', ['aws iam get-credential-report', 'aws iam get-account-password-policy'], ['aws iam get-login-profile --endpoint-url x']),
  reading('aws iam generate-credential-report|generate-service-last-accessed-details', ['aws iam generate-credential-report'], ['aws iam create-access-key']),
  reading('aws sts decode-authorization-message', ['aws sts decode-authorization-message --encoded-message a'], ['aws sts assume-role --role-arn a --role-session-name b']),
  reading('aws secretsmanager get-random-password|get-resource-policy', ['aws secretsmanager get-random-password'], ['aws secretsmanager get-secret-value --secret-id a']),
  revealing('aws * get-*token|get-*token-*|get-*credential*|get-*password*|get-*secret*|batch-get-secret-value|assume-role*|generate-*token|get-login*|decrypt|generate-data-key*|list-api-keys|export-credentials|get-open-id-*|get-instance-access*', ['aws secretsmanager get-secret-value --secret-id a', 'aws sts get-session-token', 'aws sts assume-role --role-arn a --role-session-name b', 'aws ecr get-authorization-token', 'aws ecr get-login-password', 'aws ec2 get-password-data --instance-id i', 'aws kms decrypt --ciphertext-blob fileb://a', 'aws configure export-credentials'], ['aws sts get-caller-identity', 'aws secretsmanager list-secrets']),
  revealing('aws cognito-idp describe-user-pool-client', ['aws cognito-idp describe-user-pool-client --client-id a'], ['aws cognito-idp list-user-pool-clients --user-pool-id a']),
  revealing('aws ec2 describe-vpn-connections', ['aws ec2 describe-vpn-connections'], ['aws ec2 describe-vpcs']),
  reading('aws ssm get-parameter*', ['aws ssm get-parameters --names a', 'aws ssm get-parameter-history --name a'], ['aws ssm get-parameter --name a --with-decryption'], { does: decrypting }),
  reading('aws apigateway get-api-key*', ['aws apigateway get-api-keys'], ['aws apigateway get-api-keys --include-values'], { does: decrypting }),
];

const requests: Rule[] = [
  { command: 'aws athena|redshift-data|rds-data|timestream-query start-query-execution|execute-statement|query', level: 'SAFE', operands: 'text', anyOption: true, values: '--query-string --sql --statement --database --work-group --result-configuration --secret-arn --resource-arn --cluster-identifier --db-user', does: queryDoes, matches: ["aws athena start-query-execution --query-string 'SELECT 1'", "aws rds-data execute-statement --sql 'select 1'"], not: ["aws athena start-query-execution --query-string 'DROP DATABASE d'", "aws athena start-query-execution --query-string 'INSERT INTO a SELECT 1'", 'aws athena start-query-execution --query-string file://a.sql'] },
  { command: 'aws sqs receive-message', level: 'MODERATE', operands: 'text', anyOption: true, does: (_, call) => ({ effects: [unknownHere(nameOf(call), 'hides the messages from other readers for a while')] }), matches: ['aws sqs receive-message --queue-url u'], not: ['aws sqs list-queues'] },
  { command: 'aws apigateway|apigatewayv2|glacier|appconfig|appsync|ebs|mediastore-data|codeartifact|iot-data get-export|get-sdk|export-api|get-job-output|get-configuration|get-introspection-schema|get-snapshot-block|get-object|get-package-version-asset|get-thing-shadow', level: 'MODERATE', operands: 'text', anyOption: true, does: downloadDoes, matches: ['aws apigateway get-export --rest-api-id a out.json'], not: ['aws apigateway get-sdk --rest-api-id a /etc/x'] },
  reading('aws * describe-*|list-*|get-*|head-*|batch-get-*|batch-describe-*|search|search-*|lookup-*|check-*|view-*|estimate-*|simulate-*|validate-*|preview-*|query|scan|filter-log-events|filter-*|wait|tail|start-query|stop-query|test-dns-answer|test-event-pattern|admin-get-*|admin-list-*|verify|detect-stack-drift|help', ['aws ec2 describe-instances --instance-ids i-1 --query a', 'aws --region eu-west-1 iam list-users', 'aws s3api head-object --bucket a --key b', 'aws logs tail g --follow', 'aws dynamodb scan --table-name a', 'aws sts get-caller-identity', 'aws ec2 wait instance-running --instance-ids i', 'aws ec2 help'], ['aws ec2 describe-instances --endpoint-url http://x', 'aws ec2 run-instances', 'aws lambda invoke --function-name f out'], { does: (parsed, call) => ({ effects: [looksAtInfra(nameOf(call))], touches: sentFiles(parsed) }) }),
  destroying('aws * delete-*|terminate-*|purge-*|deregister-*|batch-delete-*|destroy-*|schedule-key-deletion|*-delete-*|empty-*|wipe-*|forget-*|release-address|release-hosts|remove-*-from-global-cluster|reset-cache|discard-*', 'deletes cloud resources or data', ['aws ec2 terminate-instances --instance-ids i-1 i-2', 'aws rds delete-db-instance --db-instance-identifier mydb --skip-final-snapshot', 'aws sqs purge-queue --queue-url u', 'aws --profile prod s3api delete-bucket --bucket b', 'aws cognito-idp admin-delete-user --username u'], ['aws ec2 describe-instances', 'aws ec2 stop-instances --instance-ids i']),
  reading('aws configure list|list-profiles', ['aws configure list', 'aws configure list-profiles'], ['aws configure set region x']),
  { command: 'aws configure get', level: 'SAFE', operands: 'text', does: configureDoes, matches: ['aws configure get region', 'aws configure get region --profile p'], not: ['aws configure get aws_secret_access_key'] },
  { command: 'aws configure', level: 'HIGH', operands: 'text', anyOption: true, does: { effects: [changesSystem('~/.aws', 'decides which account later commands reach')] }, matches: ['aws configure set region x', 'aws configure', 'aws configure import --csv file://a'], not: ['aws configure list'] },
  reading('aws help|history', ['aws help'], ['aws sso login']),
  reading('aws * * help', ['aws s3 rm help'], ['aws cloudwatch delete-alarms --alarm-names a help'], { operands: 'none', anyOption: false }),
];

/** `file://` values are read here and sent along. */
function sentFiles({ operands, options }: Parsed): Touch[] {
  const words = [...operands, ...options.flatMap(({ value }) => value ?? [])];
  return words.flatMap((word): Touch[] => {
    const path = /^fileb?:\/\/(.+)$/s.exec(word.text)?.[1];
    return path === undefined ? [] : [{ word: { ...word, text: path }, how: 'read' }];
  });
}

export const aws: Family = {
  name: 'aws',
  help: '--help',
  globals: {
    values: '--profile --region --output --query --endpoint-url --cli-read-timeout --cli-connect-timeout --color --cli-binary-format --cli-error-format', reads: '--ca-bundle',
    flags: '--debug --no-verify-ssl --no-paginate --no-sign-request --no-cli-pager --cli-auto-prompt --no-cli-auto-prompt --version',
  },
  global: (parsed) => (parsed.has('--endpoint-url', '--no-verify-ssl') ? { effects: [sends(parsed.value('--endpoint-url')?.text ?? 'an unverified server', 'takes the request and its signature somewhere else')] } : undefined),
  rules: [
    ...s3, ...secrets, ...requests,
    changing('aws', 'changes the cloud', ['aws ec2 run-instances --image-id a', 'aws lambda invoke --function-name f out.json', 'aws iam attach-role-policy --role-name r', 'aws ssm start-session --target i', 'aws sso login'], ['aws --version', 'aws ec2 describe-vpcs'], { does: (parsed, call) => (parsed.has('--version') && parsed.operands.length === 0 ? { effects: [looks('aws')] } : { effects: [sends(nameOf(call), 'changes the cloud')], touches: sentFiles(parsed) }) }),
  ],
};
