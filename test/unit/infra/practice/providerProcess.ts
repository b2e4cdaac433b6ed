import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as grpc from '@grpc/grpc-js';
import structProto from 'google-protobuf/google/protobuf/struct_pb.js';
import emptyProto from 'google-protobuf/google/protobuf/empty_pb.js';
import type pluginProto from '@pulumi/pulumi/proto/plugin_pb.js';
import providerGrpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import proto from '@pulumi/pulumi/proto/provider_pb.js';

const main = fileURLToPath(new URL('../../../../src/infra/practice/main.ts', import.meta.url));

type Values = Record<string, structProto.JavaScriptValue>;

/** A provider process, spoken to as the engine does. */
export interface ProviderProcess extends AsyncDisposable {
  child: ChildProcess;
  client: providerGrpc.ResourceProviderClient;
  /** Everything it has written to its standard error. */
  errors(): string;
}

export const urnOf = (type: string, name: string): string => `urn:pulumi:dev::shop::sim:index:${type}::${name}`;

export const struct = (values: Values): structProto.Struct => structProto.Struct.fromJavaScript(values);

/** A secret in the engine's wire form. */
export const secret = (value: string): Values => ({ '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', value });

export const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** Starts the provider's own source and configures it with a world file. */
export async function startProvider(world: string, config: Values = {}): Promise<ProviderProcess> {
  const child = spawn(process.execPath, [main, '127.0.0.1:1'], { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] } });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => { errors += text; });
  const port = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([line]: unknown[]) => String(line)),
    once(child, 'close').then(() => { throw new Error(`the provider ended: ${errors}`); }),
  ]);
  const client = new providerGrpc.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const provider: ProviderProcess = {
    child, client, errors: () => errors,
    async [Symbol.asyncDispose]() {
      client.close();
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
  await call((done) => client.configure(new proto.ConfigureRequest().setArgs(struct({ world, ...config })), done));
  return provider;
}

export function call<Response>(start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown): Promise<Response> {
  return new Promise((resolve, reject) => {
    start((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

/** The verbs with plain values. */
export const rpc = {
  handshake: ({ client }: ProviderProcess) => call<proto.ProviderHandshakeResponse>((done) => client.handshake(new proto.ProviderHandshakeRequest(), done)),
  info: ({ client }: ProviderProcess) => call<pluginProto.PluginInfo>((done) => client.getPluginInfo(new emptyProto.Empty(), done)),
  cancel: ({ client }: ProviderProcess) => call<emptyProto.Empty>((done) => client.cancel(new emptyProto.Empty(), done)),
  async schema({ client }: ProviderProcess): Promise<{ resources: Record<string, { inputProperties: Record<string, { secret?: boolean }>; requiredInputs: string[] }> }> {
    const response = await call<proto.GetSchemaResponse>((done) => client.getSchema(new proto.GetSchemaRequest(), done));
    return JSON.parse(response.getSchema()) as Awaited<ReturnType<typeof rpc.schema>>;
  },
  async check({ client }: ProviderProcess, urn: string, news: Values) {
    const response = await call<proto.CheckResponse>((done) => client.check(new proto.CheckRequest().setUrn(urn).setNews(struct(news)), done));
    return { inputs: response.getInputs()?.toJavaScript() ?? {}, failures: response.getFailuresList().map((failure) => failure.toObject()) };
  },
  diff: ({ client }: ProviderProcess, urn: string, oldInputs: Values, news: Values) =>
    call<proto.DiffResponse>((done) => client.diff(new proto.DiffRequest().setId('x').setUrn(urn).setOldInputs(struct(oldInputs)).setOlds(struct(oldInputs)).setNews(struct(news)), done)),
  async create({ client }: ProviderProcess, urn: string, inputs: Values, preview = false) {
    const response = await call<proto.CreateResponse>((done) => client.create(new proto.CreateRequest().setUrn(urn).setProperties(struct(inputs)).setPreview(preview), done));
    return { id: response.getId(), outputs: response.getProperties()?.toJavaScript() ?? {} };
  },
  async update({ client }: ProviderProcess, urn: string, id: string, olds: Values, news: Values, preview = false) {
    const request = new proto.UpdateRequest().setUrn(urn).setId(id).setOlds(struct(olds)).setOldInputs(struct(olds)).setNews(struct(news)).setPreview(preview);
    const response = await call<proto.UpdateResponse>((done) => client.update(request, done));
    return response.getProperties()?.toJavaScript() ?? {};
  },
  delete: ({ client }: ProviderProcess, urn: string, id: string, inputs: Values) =>
    call<emptyProto.Empty>((done) => client.delete(new proto.DeleteRequest().setUrn(urn).setId(id).setProperties(struct(inputs)).setOldInputs(struct(inputs)), done)),
  async read({ client }: ProviderProcess, urn: string, id: string, inputs: Values = {}) {
    const response = await call<proto.ReadResponse>((done) => client.read(new proto.ReadRequest().setUrn(urn).setId(id).setProperties(struct(inputs)).setInputs(struct(inputs)), done));
    return { id: response.getId(), inputs: response.getInputs()?.toJavaScript() ?? {}, properties: response.getProperties()?.toJavaScript() ?? {} };
  },
};
