// An esbuild plugin that keeps the Automation API's bundle small (0.6 MB instead of 15): it drives programs that lie
// in a folder, so what only serves programs inside our own process is left out: the Node runtime, closure
// serialisation with the TypeScript compiler, and npm's dependency tree.
import { sep } from 'node:path';

const fromAutomation = [sep, '@pulumi', sep, 'pulumi', sep, 'automation'].join('');

/** Relative imports of automation/stack.js (and .js files beside it) → what stands in for them. */
const stubs = {
  '../runtime': 'exports.grpcChannelOptions = { "grpc.max_receive_message_length": 419430400, "grpc.max_send_message_length": 419430400 };',
  './server': 'exports.LanguageServer = class { constructor() { throw new Error("programs inside this process are not bundled"); } };',
  '../log': 'for (const name of ["debug", "info", "warn", "error"]) exports[name] = () => undefined;',
  '../proto/language_grpc_pb': 'exports.LanguageRuntimeService = {};',
};

export const pulumiStubs = {
  name: 'pulumi-stubs',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\// }, (args) => {
      if (!(args.path in stubs) || !args.importer.includes(fromAutomation)) return undefined;
      return { path: args.path, namespace: 'pulumi-stubs' };
    });
    build.onLoad({ filter: /.*/, namespace: 'pulumi-stubs' }, (args) => ({ contents: stubs[args.path], loader: 'js' }));
  },
};
