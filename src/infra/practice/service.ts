import * as grpc from '@grpc/grpc-js';
import structProto from 'google-protobuf/google/protobuf/struct_pb.js';
import emptyProto from 'google-protobuf/google/protobuf/empty_pb.js';
import pluginProto from '@pulumi/pulumi/proto/plugin_pb.js';
import proto from '@pulumi/pulumi/proto/provider_pb.js';
import { AppError } from '../../core/errors.ts';
import { checkInputs } from './check.ts';
import type { CloudSettings } from './cloud.ts';
import { PracticeCloud, typeOf } from './cloud.ts';
import type { Change } from './diff.ts';
import { diffInputs } from './diff.ts';
import { withComputed } from './resourceTypes.ts';
import { CONFIG_KEYS, packageSchema, PROVIDER_VERSION } from './schema.ts';
import type { Properties } from './wireValues.ts';
import { fromWire, toWire } from './wireValues.ts';
import { WorldFile } from './world.ts';

type Handler<Request, Response> = (request: Request, signal: AbortSignal) => Response | Promise<Response>;

/**
 * The provider side of `pulumirpc.ResourceProvider`, without the Node provider SDK, which knows neither previews of
 * creates and updates nor detailed diffs. Methods that are not here answer UNIMPLEMENTED, as the engine expects.
 */
export class PracticeProvider {
  readonly #environment: Record<string, string | undefined>;
  readonly #cancel = new AbortController();
  #cloud: PracticeCloud | undefined;

  /** @param environment PILOTHOUSE_SIM_WORLD, PILOTHOUSE_SIM_DELAY_MS, PILOTHOUSE_SIM_FAIL; the provider's configuration goes first. */
  constructor(environment: Record<string, string | undefined>) {
    this.#environment = environment;
  }

  implementation(): grpc.UntypedServiceImplementation {
    return {
      handshake: this.#handle(() => new proto.ProviderHandshakeResponse()
        .setAcceptSecrets(true).setAcceptResources(true).setAcceptOutputs(true).setSupportsAutonamingConfiguration(false)),
      attach: this.#handle(() => new emptyProto.Empty()),
      getPluginInfo: this.#handle(() => new pluginProto.PluginInfo().setVersion(PROVIDER_VERSION)),
      getSchema: this.#handle(() => new proto.GetSchemaResponse().setSchema(JSON.stringify(packageSchema()))),
      checkConfig: this.#handle((request: proto.CheckRequest) => checkConfig(request)),
      diffConfig: this.#handle(() => new proto.DiffResponse().setChanges(proto.DiffResponse.DiffChanges.DIFF_NONE)),
      configure: this.#handle((request: proto.ConfigureRequest) => this.#configure(request)),
      check: this.#handle((request: proto.CheckRequest) => this.#check(request)),
      diff: this.#handle((request: proto.DiffRequest) => diff(request)),
      create: this.#handle((request: proto.CreateRequest, signal) => this.#create(request, signal)),
      read: this.#handle((request: proto.ReadRequest) => this.#read(request)),
      update: this.#handle((request: proto.UpdateRequest, signal) => this.#update(request, signal)),
      delete: this.#handle((request: proto.DeleteRequest, signal) => this.#delete(request, signal)),
      invoke: this.#handle((request: proto.InvokeRequest) => {
        throw new AppError('practice-no-function', `The practice cloud has no function ${request.getTok()}.`);
      }),
      cancel: this.#handle(() => {
        this.#cancel.abort();
        return new emptyProto.Empty();
      }),
    };
  }

  #handle<Request, Response>(handler: Handler<Request, Response>): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
      Promise.resolve()
        .then(() => handler(call.request, this.#cancel.signal))
        .then((response) => callback(null, response), (error: unknown) => callback({ code: grpc.status.UNKNOWN, details: this.#describe(error) }));
    };
  }

  #describe(error: unknown): string {
    if (this.#cancel.signal.aborted) return 'Cancelled before anything was changed.';
    return error instanceof Error ? error.message : 'The practice cloud failed for an unknown reason.';
  }

  #configure(request: proto.ConfigureRequest): proto.ConfigureResponse {
    const config = plain(read(request.getArgs()));
    const path = config['world'] ?? this.#environment['PILOTHOUSE_SIM_WORLD'];
    if (path === undefined || path === '') {
      throw new AppError('practice-no-world', 'The practice cloud does not know its file.\nSet PILOTHOUSE_SIM_WORLD, or "world" in the provider\'s configuration.');
    }
    const settings: CloudSettings = {
      delayMs: Number(config['delayMs'] ?? this.#environment['PILOTHOUSE_SIM_DELAY_MS'] ?? 0),
      fail: config['fail'] ?? this.#environment['PILOTHOUSE_SIM_FAIL'],
    };
    if (!(settings.delayMs >= 0)) throw new AppError('practice-bad-config', 'The practice cloud\'s delayMs must be a number of milliseconds.');
    const world = new WorldFile(path);
    world.read();
    this.#cloud = new PracticeCloud(world, settings);
    this.#failCheck = settings.fail === 'check';
    return new proto.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true).setAcceptresources(true).setAcceptoutputs(true);
  }

  #failCheck = false;

  #configured(): PracticeCloud {
    if (this.#cloud === undefined) throw new AppError('practice-unconfigured', 'The practice cloud was used before it was configured.');
    return this.#cloud;
  }

  #check(request: proto.CheckRequest): proto.CheckResponse {
    const { inputs, failures } = checkInputs(typeOf(request.getUrn()), read(request.getNews()));
    if (this.#failCheck) failures.push({ property: '', reason: "the check failed as the provider's setting asks for" });
    return new proto.CheckResponse().setInputs(write(inputs)).setFailuresList(
      failures.map(({ property, reason }) => new proto.CheckFailure().setProperty(property).setReason(reason)));
  }

  async #create(request: proto.CreateRequest, signal: AbortSignal): Promise<proto.CreateResponse> {
    const type = typeOf(request.getUrn());
    const inputs = read(request.getProperties());
    if (request.getPreview()) return new proto.CreateResponse().setProperties(write(withComputed(type, inputs, undefined)));
    const { id, outputs } = await this.#configured().create(type, request.getUrn(), inputs, signal);
    return new proto.CreateResponse().setId(id).setProperties(write(outputs));
  }

  #read(request: proto.ReadRequest): proto.ReadResponse {
    const found = this.#configured().read(typeOf(request.getUrn()), request.getId(), read(request.getProperties()), read(request.getInputs()));
    // an empty id says: gone
    if (found === undefined) return new proto.ReadResponse();
    return new proto.ReadResponse().setId(request.getId()).setInputs(write(found.inputs)).setProperties(write(found.outputs));
  }

  async #update(request: proto.UpdateRequest, signal: AbortSignal): Promise<proto.UpdateResponse> {
    const type = typeOf(request.getUrn());
    const inputs = read(request.getNews());
    const outputs = request.getPreview() ? withComputed(type, inputs, request.getId())
      : await this.#configured().update(type, request.getUrn(), request.getId(), inputs, signal);
    return new proto.UpdateResponse().setProperties(write(outputs));
  }

  async #delete(request: proto.DeleteRequest, signal: AbortSignal): Promise<emptyProto.Empty> {
    const state = { ...read(request.getProperties()), ...read(request.getOldInputs()) };
    await this.#configured().delete(request.getUrn(), request.getId(), state, signal);
    return new emptyProto.Empty();
  }
}

/** Keys that the engine itself puts beside a provider's configuration. */
const ENGINE_KEYS = ['version', 'pluginDownloadURL', '__internal'];

function checkConfig(request: proto.CheckRequest): proto.CheckResponse {
  const failures = Object.keys(read(request.getNews()))
    .filter((name) => !CONFIG_KEYS.includes(name) && !ENGINE_KEYS.includes(name))
    .map((name) => new proto.CheckFailure().setProperty(name).setReason(`the practice cloud has no setting "${name}"; it has ${CONFIG_KEYS.join(', ')}`));
  return new proto.CheckResponse().setInputs(request.getNews()).setFailuresList(failures);
}

function diff(request: proto.DiffRequest): proto.DiffResponse {
  const type = typeOf(request.getUrn());
  const oldInputs = read(request.getOldInputs());
  const olds = Object.keys(oldInputs).length > 0 ? oldInputs : read(request.getOlds());
  const { changes, deleteBeforeReplace, stables } = diffInputs(type, olds, read(request.getNews()), request.getIgnorechangesList());
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  const response = new proto.DiffResponse()
    .setChanges(changes.size > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...changes.keys()])
    .setReplacesList([...changes].filter(([, change]) => change.replaces).map(([name]) => name))
    .setDeletebeforereplace(deleteBeforeReplace)
    .setStablesList(stables)
    .setHasdetaileddiff(true);
  for (const [name, change] of changes) {
    response.getDetaileddiffMap().set(name, new proto.PropertyDiff().setKind(wireKind(change)).setInputdiff(true));
  }
  return response;
}

function wireKind({ kind, replaces }: Change): proto.PropertyDiff.Kind {
  const { Kind } = proto.PropertyDiff;
  switch (kind) {
    case 'add': return replaces ? Kind.ADD_REPLACE : Kind.ADD;
    case 'update': return replaces ? Kind.UPDATE_REPLACE : Kind.UPDATE;
    case 'delete': return replaces ? Kind.DELETE_REPLACE : Kind.DELETE;
  }
}

const read = (struct: structProto.Struct | undefined): Properties => fromWire(struct?.toJavaScript());

const write = (properties: Properties): structProto.Struct =>
  structProto.Struct.fromJavaScript(toWire(properties));

/** Configuration as text: the engine sends numbers as JSON text. */
function plain(properties: Properties): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(properties).map(([name, { value }]) =>
    [name, typeof value === 'string' || typeof value === 'number' ? String(value) : undefined]));
}
