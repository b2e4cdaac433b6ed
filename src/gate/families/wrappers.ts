import { looks } from '../analyse/effects.ts';
import type { Family, Rule } from '../analyse/family.ts';
import { shellDoes } from './shellDeeds.ts';
import { commandDoes, envDoes, flockDoes, printenvDoes, rtkDoes, runsAfter, runsApart, runsAsAnother, runsOperands, runsWithin, scriptDoes, suDoes, tracesDoes, watchDoes } from './wrapperDeeds.ts';
import { parallelDoes, xargsDoes } from './xargs.ts';

const wrapper = (command: string, more: Partial<Rule> & Pick<Rule, 'matches' | 'not'>): Rule => ({ command, level: 'SAFE', stopsAtOperand: true, operands: 'text', does: runsOperands, ...more });

/** Programs that run another program: what they run decides. An option that is not in the table asks. */
export const wrappers: Family = {
  name: 'wrappers',
  rules: [
    wrapper('env|genv', {
      flags: '-i --ignore-environment -0 --null -v --debug --list-signal-handling --block-signal= --default-signal= --ignore-signal=', values: '-u --unset -C --chdir -S --split-string -a --argv0', does: envDoes,
      matches: ['env echo a', 'env -i true', 'env -u A true', 'env - true', 'env -S "echo a"', 'env FOO=bar true'], not: ['env', 'env -P /x true', 'env PATH=. true', 'env NODE_OPTIONS=-r./a true', "env -S 'echo ${A}'"],
    }),
    wrapper('printenv', { level: 'HIGH', stopsAtOperand: false, flags: '-0 --null', does: printenvDoes, matches: ['printenv', 'printenv TOKEN'], not: ['printenv HOME LANG'] }),
    wrapper('sudo', {
      level: 'HIGH', does: runsAsAnother,
      flags: '-A --askpass -b --background -B --bell -E --preserve-env= -e --edit -H --set-home -i --login -K -k --reset-timestamp --remove-timestamp -l --list -n --non-interactive -P --preserve-groups -S --stdin -s --shell -v --validate -V --version',
      values: '-C --close-from -D --chdir -g --group -h --host -p --prompt -R --chroot -r --role -t --type -T --command-timeout -U --other-user -u --user',
      matches: ['sudo ls', 'sudo -u root true', 'sudo -n -E true'], not: ['sudo rm -rf /'],
    }),
    wrapper('doas', { level: 'HIGH', flags: '-n -s -L', values: '-a -C -u', does: runsAsAnother, matches: ['doas true'], not: ['doas rm -rf /'] }),
    wrapper('pkexec', { level: 'HIGH', flags: '--disable-internal-agent --keep-cwd', values: '--user', does: runsAsAnother, matches: ['pkexec true'], not: ['pkexec rm -rf /'] }),
    wrapper('runuser|su', {
      level: 'HIGH', stopsAtOperand: false, flags: '-l --login -f --fast -m -p --preserve-environment -P --pty -T --no-pty', values: '-c --command --session-command -g --group -G --supp-group -s --shell -u --user -w --whitelist-environment', does: suDoes,
      matches: ['su', 'su - bob -c true', 'runuser -u bob true'], not: ["su -c 'rm -rf /'"],
    }),
    wrapper('timeout|gtimeout', { flags: '-f --foreground -p --preserve-status -v --verbose', values: '-k --kill-after -s --signal', does: runsAfter(1), matches: ['timeout 5 true', 'timeout -s KILL 5s echo a'], not: ['timeout 5 rm -rf x', 'timeout --x 5 true', 'timeout 5'] }),
    wrapper('nohup', { matches: ['nohup true'], not: ['nohup rm x', 'nohup --x'] }),
    wrapper('nice|gnice', { values: '-n --adjustment', numeric: true, matches: ['nice true', 'nice -n 19 true', 'nice -10 true'], not: ['nice rm x', 'nice --x true'] }),
    wrapper('ionice', { flags: '-t --ignore', values: '-c --class -n --classdata', matches: ['ionice -c 3 true'], not: ['ionice -c 3 rm x', 'ionice -p 1'] }),
    wrapper('chrt', { flags: '-a -b --batch -d --deadline -f --fifo -i --idle -o --other -r --rr -R --reset-on-fork -v --verbose', values: '-T -P -D', does: runsAfter(1), matches: ['chrt -b 0 true'], not: ['chrt -b 0 rm x', 'chrt -p 1'] }),
    wrapper('taskset', { flags: '-c --cpu-list -a --all-tasks', does: runsAfter(1), matches: ['taskset -c 0 true'], not: ['taskset -c 0 rm x', 'taskset -p 1'] }),
    wrapper('stdbuf|gstdbuf', { values: '-i --input -o --output -e --error', matches: ['stdbuf -oL true'], not: ['stdbuf -oL rm x', 'stdbuf --x true'] }),
    wrapper('setsid', { flags: '-c --ctty -f --fork -w --wait', matches: ['setsid true'], not: ['setsid rm x', 'setsid --x true'] }),
    wrapper('linux32|linux64|i386|x86_64', { flags: '-R --addr-no-randomize -v --verbose', matches: ['linux32 true'], not: ['linux32 rm x'] }),
    wrapper('arch', { flags: '-32 -64 -c -h -i386 -x86_64 -x86_64h -arm64 -arm64e', values: '-d -arch', matches: ['arch', 'arch -arm64 true', 'arch -x86_64 -arm64 true'], not: ['arch -arm64 rm x', 'arch -e A=b true'] }),
    wrapper('time|gtime', { flags: '-p --portability -v --verbose -a --append -q --quiet -l -h', values: '-f --format', writes: '-o --output', matches: ['time true', 'time -p true'], not: ['time rm x', 'time -o f true'] }),
    wrapper('catchsegv|fakeroot|torify|torsocks|proxychains|proxychains4|unbuffer', { flags: '-q', matches: ['unbuffer true'], not: ['unbuffer rm x', 'unbuffer -x true'] }),
    wrapper('caffeinate', { flags: '-d -i -m -s -u', values: '-t -w', matches: ['caffeinate', 'caffeinate -disu', 'caffeinate -t 60 true'], not: ['caffeinate rm x', 'caffeinate -x'] }),
    wrapper('flock', { level: 'MODERATE', flags: '-s --shared -x -e --exclusive -u --unlock -n --nb --nonblock -o --close -F --no-fork --verbose', values: '-w --timeout -E --conflict-exit-code', does: flockDoes, matches: ['flock lock true', "flock lock -c 'echo a'"], not: ['flock lock rm x', 'flock 9'] }),
    wrapper('command', { flags: '-p -v -V', does: commandDoes, matches: ['command -v git', 'command true'], not: ['command rm x', 'command -x'] }),
    wrapper('builtin', { matches: ['builtin true'], not: ['builtin eval "touch x"'] }),
    wrapper('exec', { flags: '-c -l', values: '-a', matches: ['exec', 'exec true'], not: ['exec rm x', 'exec -x true'] }),
    wrapper('xargs|gxargs', {
      flags: '-0 --null -e= --eof= -i= --replace= -l= --max-lines= -p --interactive -r --no-run-if-empty -t --verbose -x --exit',
      values: '-d --delimiter -E -I -L -n --max-args -P --max-procs --process-slot-var -R -s --max-chars -S -J', reads: '-a --arg-file', does: xargsDoes,
      matches: ['xargs echo', 'xargs -0 -n 1 -P 4 echo', 'xargs -I{} echo {}'], not: ['xargs rm', 'xargs -I{} sh -c {}', 'xargs --x echo', 'xargs -o cat'],
    }),
    wrapper('parallel', {
      flags: '-0 --null -k --keep-order --bar --dry-run --no-notice --will-cite -u --ungroup -v -q --quote -X -m --progress --eta --line-buffer --lb --group -t --tag --citation', values: '-j --jobs -P --max-procs -I -n --max-args -N -L -d --delimiter -C --colsep --timeout --delay --retries --halt --load --memfree --nice', does: parallelDoes,
      matches: ['parallel echo ::: a b', "parallel ::: 'echo a' true"], not: ['parallel rm ::: a', "parallel ::: 'rm -rf /'", 'parallel --sshlogin a echo', 'parallel'],
    }),
    wrapper('watch', { flags: '-b --beep -c --color -C --no-color -d= --differences= -e --errexit -g --chgexit -p --precise -t --no-title -w --no-wrap -r --no-rerun -x --exec', values: '-n --interval -q --equexit', does: watchDoes, matches: ['watch -n 1 echo a', 'watch -x echo a'], not: ['watch rm x', 'watch -s x', 'watch "rm x"'] }),
    wrapper('script', { flags: '-a --append -e --return -f --flush -q --quiet -k -p -r -d', values: '-c --command -E --echo -o --output-limit', does: scriptDoes, matches: ['script -q /dev/null echo a'], not: ['script', "script -c 'rm x' /dev/null", 'script -q /dev/null rm x', 'script log true'] }),
    wrapper('chroot|unshare|nsenter|firejail|bwrap|proot|systemd-run', { level: 'HIGH', does: runsWithin, matches: ['unshare true', 'firejail ls', 'chroot x true'], not: ['unshare rm -rf /', 'chroot x rm -rf /'] }),
    wrapper('strace|ltrace|valgrind', { level: 'MODERATE', flags: '-f -ff -c -C -t -tt -ttt -T -v -y -yy -q -r -i -x -xx -k', values: '-e -s -E -a -S', writes: '-o', does: tracesDoes, matches: ['strace -f true', 'strace -o log true'], not: ['strace rm x'] }),
    wrapper('bash|sh|zsh|dash|ksh|ash|rbash', {
      flags: '-c -i -l -e -u -x -v -n -f -a -b -h -k -m -p -r -s -B -E -H -P -T --login --norc --noprofile --posix --restricted --verbose --noediting --version --help', values: '-o -O', does: shellDoes,
      matches: ["bash -c 'echo a'", 'sh -ec true', 'bash --version'], not: ['bash', 'bash a.sh', "bash -c 'rm -rf /'", 'bash --rcfile a', 'bash --init-file x -c true', "zsh -c 'echo =(touch x)'"],
    }),
    wrapper('busybox|toybox', { flags: '--list --list-full --help', matches: ['busybox echo a', 'busybox'], not: ['busybox rm x', 'busybox --install'] }),
    wrapper('rtk', { flags: '-v --verbose -u --ultra-compact --skip-env -h --help -V --version', does: rtkDoes, matches: ['rtk echo a', 'rtk proxy echo a', 'rtk --version', 'rtk discover'], not: ['rtk', 'rtk rm -rf /', 'rtk proxy', 'rtk --nonexistent-flag'] }),
    { command: 'tmux ls|list-sessions|list-windows|list-panes|lsw|lsp|lscm|list-commands|list-keys|lsk', level: 'SAFE', operands: 'none', flags: '-a -s', values: '-t', does: { effects: [looks('the sessions of tmux')] }, matches: ['tmux ls', 'tmux list-windows -t a'], not: ["tmux ls -F '#(touch a)'", "tmux list-sessions -f '#(touch a)'"] },
    wrapper('tmux|screen|at|batch|expect|entr|perf|gdb|lldb|start-stop-daemon|daemonize|dbus-run-session', { level: 'HIGH', does: runsApart('runs commands later, or where nobody follows'), matches: ['tmux', 'screen ls'], not: ["tmux send-keys 'rm -rf /' Enter"] }),
  ],
};
