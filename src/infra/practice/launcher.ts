/**
 * The files that the engine starts as the plugin: it looks for `pulumi-resource-sim` in the folder of `plugins:`, on
 * Windows with `.exe` or `.cmd` after it (pulumi/pulumi `sdk/go/common/workspace/plugins.go`). The world lies beside
 * Pulumi.yaml, two folders above, so that dev and prod share one cloud, as they would share an account. The engine
 * starts the provider several times for each command: the compile cache saves about 15 % of each start.
 */

/** `exec` keeps standard input, by whose end the provider notices that the engine is gone. */
export function posixLauncher(nodePath: string): string {
  return `#!/bin/sh
# Made by Pilothouse; written anew each time the practice project is opened.
here=$(CDPATH= cd -- "\${0%/*}" && pwd) || exit 1
node=${quotePosix(nodePath)}
if [ ! -x "$node" ]; then
  node=$(command -v node) || { echo "The practice cloud needs Node: open the project with Pilothouse again, or put node on PATH." >&2; exit 1; }
fi
export ELECTRON_RUN_AS_NODE=1
export NODE_COMPILE_CACHE="$here/compiled"
export PILOTHOUSE_SIM_WORLD="\${PILOTHOUSE_SIM_WORLD:-$here/../../world.json}"
exec "$node" "$here/provider.cjs" "$@"
`;
}

export function windowsLauncher(nodePath: string): string {
  return [
    '@echo off',
    'rem Made by Pilothouse; written anew each time the practice project is opened.',
    'setlocal',
    'chcp 65001 >nul',
    `set "node=${nodePath.replaceAll('%', '%%')}"`,
    'if not exist "%node%" set "node=node"',
    'set "ELECTRON_RUN_AS_NODE=1"',
    'set "NODE_COMPILE_CACHE=%~dp0compiled"',
    'if not defined PILOTHOUSE_SIM_WORLD set "PILOTHOUSE_SIM_WORLD=%~dp0..\\..\\world.json"',
    '"%node%" "%~dp0provider.cjs" %*',
    '',
  ].join('\r\n');
}

const quotePosix = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
