import { fstatSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import providerGrpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import { PracticeProvider } from './service.ts';

/** `pulumi-resource-sim`: prints its port for the engine and ends with it. Arguments (the engine's address) are not needed. */

const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

const server = new grpc.Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES, 'grpc.max_send_message_length': MAX_MESSAGE_BYTES });
server.addService(providerGrpc.ResourceProviderService, new PracticeProvider(process.env).implementation());
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) {
    process.stderr.write(`pulumi-resource-sim cannot listen: ${error.message}\n`);
    process.exit(1);
  }
  process.stdout.write(`${port}\n`);
  endWithEngine();
});

/** The engine holds our standard input open for as long as it lives, also when it is killed. Writes are atomic, so ending at once is safe. */
function endWithEngine(): void {
  const end = () => process.exit(0);
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  const input = fstatSync(0);
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.on('end', end).on('error', end).resume();
}
