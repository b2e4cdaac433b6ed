import type { Deed } from '../analyse/call.ts';
import { changesSystem, looks, looksAtInfra, runsCode, runsProject } from '../analyse/effects.ts';
import type { Family } from '../analyse/family.ts';
import type { Parsed } from '../analyse/options.ts';
import { always, asks, does } from './verbRules.ts';

const goRead = '-m -json -e -deps -test -u -versions -f= -compiled -export -find -retracted -reuse= -v -n';

export const go: Family = {
  name: 'go',
  style: 'go',
  helpAlone: { options: '-h -help --help', does: { effects: [looks('help')] } },
  rules: [
    asks('go version|help', { flags: '-m -v', operands: 'lists', matches: ['go version', 'go help build'], not: ['go version -x'] }),
    asks('go env', { flags: '-json -changed -u -w', does: (parsed) => ({ effects: [parsed.has('-w', '-u') ? changesSystem('the configuration of go') : looks('go env')] }), matches: ['go env GOPATH', 'go env'], not: ['go env -w A=b', 'go env -u A'] }),
    asks('go list|doc', { flags: `${goRead} -all -c -cmd -short -src`, values: '-C -tags -mod -modfile', does: (parsed) => (parsed.has('-compiled', '-export') ? { effects: [runsProject('go list', 'builds the packages')] } : { effects: [looksAtInfra('the module index')] }), matches: ['go list ./...', 'go list -m -json all', 'go doc fmt'], not: ['go list -export a', 'go list -toolexec ./a b'] }),
    asks('go mod why|graph|verify', { flags: '-m -vendor -go= -x', matches: ['go mod graph', 'go mod why a'], not: ['go mod tidy', 'go mod verify --y'] }),
    does('go build|test|run|vet|generate|get|mod|work|fmt|clean|tool|fix|bug', 'MODERATE', goBuilds, { matches: ['go build ./...', 'go test ./...', 'go mod tidy', 'go run .', 'go vet ./...'], not: ['go test -exec ./a', 'go build -toolexec ./a', 'go run example.com/a@latest', 'go build -o /etc/a', 'go test -exec=./a ./...', 'go vet --vettool=./a'] }, { values: '-exec -toolexec -vettool -overlay -C -tags -run -count -timeout', writes: '-o' }),
    always('go install|telemetry', 'HIGH', { effects: [runsCode('a module', 'is fetched, built and installed for the user')] }, ['go install example.com/a@latest']),
  ],
};

function goBuilds(parsed: Parsed): Deed {
  const remote = parsed.texts.some((text) => /@/.test(text)) && !/^(get|mod)$/.test(parsed.texts[0] ?? '');
  return { effects: [runsProject('go', "runs the project's own code or changes its modules"), ...(parsed.has('-exec', '-toolexec', '-vettool', '-overlay') ? [runsCode('go', 'a program named on the line')] : []), ...(remote ? [runsCode('a module', 'is fetched and run')] : [])] };
}
