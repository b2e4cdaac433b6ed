import type { ErrorAction } from '../shared/events.ts';
import { AppError } from '../core/errors.ts';
import type { ProcessResult } from '../core/ports.ts';

const CODE = 'pulumi-setup-failed';
const actions: ErrorAction[] = ['set-up-pulumi', 'show-log'];

export const setupFailed = (message: string, cause?: unknown): AppError => new AppError(CODE, message, { cause, actions });

export const noGo = (): AppError =>
  setupFailed('Building Pulumi needs Go 1.26 or newer, and there is none.\nInstall it from https://go.dev/dl (on Debian 13 also: apt install golang-1.26), then try again.');

export const goTooOld = (version: string): AppError =>
  setupFailed(`Building Pulumi needs Go 1.26 or newer; the Go here is ${version}.\nInstall a newer one from https://go.dev/dl, then try again.`);

/** What Go prints when it cannot go on, and what a person can do; Go has no exit codes for these. */
const causes: { pattern: RegExp; message: string }[] = [
  { pattern: /no space left on device|not enough space on the disk|disk quota exceeded/i, message: 'The disk is full.\nA first build needs about 4 GB for Go\'s caches; make room and try again: it goes on where it stopped.' },
  { pattern: /SECURITY ERROR|checksum mismatch/, message: 'A Go module differs from the pinned one, so nothing was built.\nSomething between this machine and the module proxy changes files: check GOPROXY and GOSUMDB.' },
  { pattern: /no such host|dial tcp|i\/o timeout|connection refused|network is unreachable|TLS handshake timeout/i, message: 'The Go module proxy cannot be reached.\nCheck the network and GOPROXY, then try again: what was downloaded is kept.' },
  { pattern: /\b(403 Forbidden|404 Not Found|410 Gone)\b|module lookup disabled|not found: module/i, message: 'The Go module proxy refused a module.\nCheck GOPROXY, or install Pulumi from https://www.pulumi.com/docs/install and reload the window.' },
  { pattern: /permission denied|access is denied/i, message: 'Go could not write to its cache.\nCheck who owns the folders that `go env GOCACHE GOMODCACHE` names.' },
  { pattern: /signal: killed|out of memory|cannot allocate memory/i, message: 'The compiler ran out of memory.\nClose other programs and try again: it goes on where it stopped.' },
];

export function buildFailed(result: ProcessResult): AppError {
  const known = causes.find(({ pattern }) => pattern.test(result.output));
  const tail = result.output.trim().split('\n').slice(-5).join('\n');
  const why = result.timedOut ? 'It took longer than allowed.' : result.spawnError ?? tail;
  return setupFailed(known?.message ?? `Building Pulumi failed.\n${why}`, new Error(tail));
}
