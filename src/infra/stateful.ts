/**
 * Resource kinds that hold data which is gone with them, as patterns on the type token (`aws:rds/instance:Instance`).
 * Missing one makes a loss report too mild, so they are broad; a project can add its own.
 */
const statefulKinds: readonly RegExp[] = [
  /database/i, /bucket/i, /\bvolume\b|\/volume:|:Volume$/i, /queue/i, /\btopic\b|\/topic:/i, /snapshot/i, /backup/i, /vault/i,
  /^aws:(rds|dynamodb|elasticache|memorydb|redshift|docdb|neptune|dax|timestream|efs|fsx|s3|kms|secretsmanager|kinesis|sqs|sns|ecr|cognito|opensearch|elasticsearch|msk|mq|qldb|keyspaces|glacier|backup)\//i,
  /^aws:(route53\/zone|ebs\/(volume|snapshot)|ssm\/parameter|cloudwatch\/logGroup)/i,
  /^aws-native:(rds|dynamodb|elasticache|s3|efs|kms|secretsmanager|kinesis|sqs|ecr|cognito|opensearchservice|docdb|neptune)/i,
  /^gcp:(sql|spanner|bigquery|bigtable|storage|filestore|firestore|redis|pubsub|kms|secretmanager|artifactregistry|alloydb)\//i,
  /^gcp:compute\/(disk|regionDisk|snapshot|image)/i, /^gcp:dns\/managedZone/i,
  /^azure(-native)?:(sql|dbformysql|dbforpostgresql|postgresql|mysql|mariadb|cosmosdb|documentdb|storage|keyvault|cache|redis|servicebus|eventhub|containerregistry|dns|network:Zone)/i,
  /^azure(-native)?:compute.*disk/i,
  /^kubernetes:.*:(PersistentVolumeClaim|PersistentVolume|StatefulSet|Namespace|CustomResourceDefinition|Secret)$/,
  /^(random|tls):/, /^command:/, /^digitalocean:.*(Database|Volume|Spaces|ContainerRegistry)/i, /^(postgresql|mysql|mongodbatlas|snowflake|confluentcloud|kafka|rabbitmq|cloudflare:index\/(r2|d1|zone|workersKv))/i,
];

/** True where a resource of this type holds data. `extra` are further patterns on the type token, from the settings. */
export function isStateful(type: string, extra: readonly RegExp[] = []): boolean {
  return !type.startsWith('pulumi:') && [...statefulKinds, ...extra].some((kind) => kind.test(type));
}
