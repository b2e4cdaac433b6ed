import type { Family, Rule } from '../analyse/family.ts';
import { javaDoes, runsCodeBy } from './interpreterDeeds.ts';

const interpreter = (command: string, more: Partial<Rule> & Pick<Rule, 'matches' | 'not'>): Rule => ({ command, level: 'MODERATE', operands: 'text', stopsAtOperand: true, ...more });

/** Programs that run source text: a file is the project's own code, text on the line or from another command is HIGH. */
export const interpreters: Family = {
  name: 'interpreters',
  rules: [
    interpreter('python|python3|python2|pypy|pypy3|python3.9|python3.10|python3.11|python3.12|python3.13|python3.14', {
      flags: '-b -B -d -E -h --help -i -I -O -OO -P -q -s -S -u -v -V --version -x -?', values: '-c -m -W -X --check-hash-based-pycs', does: runsCodeBy('python', { code: ['-c'], module: '-m', safe: ['-V', '--version', '-h', '--help', '-?'] }),
      matches: ['python a.py', 'python3 -u a.py x', 'python -m pytest', 'python'], not: ['python --version', "python -c 'import os'", 'python -m json.tool a.json', "python3 -c 'print(1)'"],
    }),
    interpreter('node|nodejs', {
      flags: '-c --check -h --help -i --interactive -v --version --enable-source-maps --no-warnings --trace-warnings --trace-uncaught --experimental-strip-types --test --test-only --watch --expose-gc --v8-options --completion-bash --preserve-symlinks --abort-on-uncaught-exception',
      values: '-e --eval -p --print -r --require --import --input-type -C --conditions --max-old-space-size --stack-size --env-file --test-reporter --test-name-pattern --loader --experimental-loader', does: runsCodeBy('node', { code: ['-e', '--eval', '-p', '--print'], checks: ['-c', '--check'], safe: ['-v', '--version', '-h', '--help', '--v8-options', '--completion-bash'], loads: ['-r', '--require', '--import', '--loader', '--experimental-loader'] }),
      matches: ['node a.js', 'node --test', 'node -r ./a.js b.js'], not: ['node --version', "node -e 'x()'", "node -p '1+1'", 'node --check a.js'],
    }),
    interpreter('ruby|jruby', { flags: '-a -c -h --help -l -n -p -s -S -v --version -w -W --verbose --yjit --disable-gems', values: '-e -C -E -I -r -F -x', does: runsCodeBy('ruby', { code: ['-e'], checks: ['-c'], safe: ['--version', '-h', '--help'], loads: ['-r', '-I'] }), matches: ['ruby a.rb'], not: ['ruby --version', "ruby -e 'x'", 'ruby -i a.rb', 'ruby -c a.rb'] }),
    interpreter('perl', { flags: '-a -c -f -h -l -n -p -s -S -t -T -u -U -v -w -W -X -0= -l=', values: '-e -E -I -M -m -F -x -C', does: runsCodeBy('perl', { code: ['-e', '-E'], safe: ['-v', '-h'], loads: ['-M', '-m', '-I'] }), matches: ['perl a.pl'], not: ['perl -v', "perl -e 'unlink'", "perl -i -pe 's/a/b/' f", "perl -ne 'print' a"] }),
    interpreter('php', { flags: '-a -h --help -i --info -l --syntax-check -m --modules -n -q -v --version -w', values: '-r --run -B -R -E -F -f --file -c -d -S -t -z --rf --rc --re --ri', does: runsCodeBy('php', { code: ['-r', '--run', '-B', '-R', '-E'], checks: ['-l', '--syntax-check'], safe: ['-v', '--version', '-h', '--help', '-m', '--modules'], loads: ['-d', '-z', '-S'] }), matches: ['php a.php', 'php artisan list'], not: ['php -v', "php -r 'x();'", 'php -l a.php'] }),
    interpreter('lua|luajit|lua5.1|lua5.3|lua5.4|tclsh|Rscript|guile|ocaml|elixir|erl|julia|groovy|scala|racket|ghci|runghc|swipl|raku|awk-script', { flags: '-v -V --version -h --help -q --vanilla --slave', values: '-e --eval -E -l', does: runsCodeBy('script', { code: ['-e', '--eval', '-E'], safe: ['-v', '-V', '--version', '-h', '--help'], loads: ['-l'] }), matches: ['lua a.lua', 'Rscript a.R'], not: ['lua -v', "lua -e 'x()'", "Rscript -e 'x()'"] }),
    interpreter('tsx|ts-node|esno|jiti', { flags: '-v --version -h --help --esm --swc -T --transpile-only --no-cache', values: '-e --eval -p --print -r --require --tsconfig -P --project', does: runsCodeBy('typescript', { code: ['-e', '--eval', '-p', '--print'], safe: ['-v', '--version', '-h', '--help'], loads: ['-r', '--require'] }), matches: ['tsx a.ts', 'ts-node -T a.ts'], not: ['tsx --version', "ts-node -e 'x()'"] }),
    interpreter('deno run|test|bench|serve', { level: 'MODERATE', anyOption: true, does: ({ operands }, call) => runsCodeBy('deno', { code: [] })({ operands, options: [] }, call), matches: ['deno run a.ts', 'deno test'], not: ['deno run https://example.com/a.ts'] }),
    interpreter('deno eval', { level: 'HIGH', anyOption: true, does: ({ operands: [text] }) => (text === undefined ? undefined : { forgettable: true, runs: [{ kind: 'code', language: 'deno', text: text.text, exact: text.exact }] }), matches: ["deno eval 'x()'"], not: ["deno eval 'Deno.remove(1)'"] }),
    interpreter('deno check|lint|doc|info|types|help', { level: 'MODERATE', flags: '--json --quiet -q', does: { effects: [{ kind: 'exec', target: 'deno', inWorkspace: true, detail: 'may fetch what the project imports' }] }, matches: ['deno check a.ts', 'deno info'], not: [], insensitive: true }),
    interpreter('deno', { level: 'SAFE', flags: '-V --version -h --help', operands: 'none', does: ({ options, operands }) => (options.length > 0 && operands.length === 0 ? {} : undefined), matches: ['deno --version'], not: ['deno', 'deno compile a.ts'] }),
    interpreter('java', {
      flags: '-version --version -help --help -? -h -server -client -ea -da -esa -dsa -showversion --show-version --list-modules -Xint -verbose', values: '-cp -classpath --class-path -p --module-path -jar -m --module -d --describe-module', anyOption: true, does: javaDoes,
      matches: ['java -jar app.jar', 'java -cp out Main', 'java Main.java'], not: ['java -version', 'java -javaagent:x.jar Main'],
    }),
    interpreter('osascript', { level: 'HIGH', flags: '-i -s', values: '-e -l', does: runsCodeBy('applescript', { code: ['-e'], outside: true }), matches: ['osascript a.scpt', "osascript -e 'beep'"], not: ["osascript -e 'do shell script \"rm -rf /\"'"] }),
  ],
};
