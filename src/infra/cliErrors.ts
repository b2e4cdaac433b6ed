import { AppError } from '../core/errors.ts';
import { plainText } from './engineEvents.ts';

/**
 * The CLI has no error codes worth the name (facts of its source: most are 1 or 255), so this one parser reads its
 * English texts; its fixtures are in test/unit/infra/cliErrors.test.ts.
 */
const known: readonly { pattern: RegExp; make: (match: RegExpExecArray, said: string) => AppError }[] = [
  {
    pattern: /the stack is currently locked by \d+ lock\(s\)[\s\S]*?created by (\S+) \(pid (\d+)\) at (\S+)/,
    make: ([, who, pid, since]) => new AppError('stack-locked', `The stack is locked by another update\n${who ?? ''}, process ${pid ?? ''}, since ${since ?? ''}. Wait until it is done. If that process is gone, "pulumi cancel" removes the lock.`),
  },
  {
    pattern: /Another update is currently in progress|the stack is currently locked by/,
    make: (_, said) => new AppError('stack-locked', `The stack is locked by another update\nWait until it is done, then try again.\n${said}`),
  },
  {
    pattern: /passphrase must be set with PULUMI_CONFIG_PASSPHRASE/,
    make: () => new AppError('passphrase-missing', 'The stack\'s passphrase is missing\nThe secrets of this stack are encrypted with a passphrase. Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE in the environment the editor starts from, then try again.'),
  },
  {
    pattern: /incorrect passphrase/,
    make: () => new AppError('passphrase-wrong', 'The stack\'s passphrase is wrong\nPULUMI_CONFIG_PASSPHRASE (or the file PULUMI_CONFIG_PASSPHRASE_FILE names) does not decrypt the secrets of this stack. Correct it, then try again.'),
  },
  {
    pattern: /no stack named '([^']*)' found/,
    make: ([, name]) => new AppError('stack-unknown', `There is no stack named ${name ?? ''}\nCreate it with "pulumi stack init ${name ?? ''}", or choose another.`),
  },
  {
    pattern: /violates plan|resource constraint failed|plan violation/i,
    make: (_, said) => new AppError('plan-stale', `The change is no longer the one that was previewed, so nothing was changed\n${said}`),
  },
  {
    pattern: /no (language|resource|analyzer) plugin '([^']+)'/,
    make: ([, kind, name]) => new AppError('plugin-missing', `A Pulumi plugin is missing: ${name ?? ''}\nThe ${kind ?? ''} plugin is not installed. Run "pulumi install" in the project's folder, then try again.`),
  },
  {
    pattern: /PULUMI_ACCESS_TOKEN must be set|invalid access token|not logged in|problem logging in/i,
    make: () => new AppError('not-logged-in', 'The backend wants you to log in\nRun "pulumi login" in a terminal, then try again.'),
  },
];

/** The error that a failed command's text stands for; undefined where it is none of the known ones. */
export function knownFailure(output: string): AppError | undefined {
  const said = plainText(output);
  for (const { pattern, make } of known) {
    const match = pattern.exec(said);
    if (match !== null) return make(match, lastLines(said));
  }
  return undefined;
}

/** The error of a failed command; `what` names it: `"pulumi stack export"`. */
export function commandFailure(what: string, output: string): AppError {
  return knownFailure(output) ?? new AppError('pulumi-failed', `${what} failed\n${lastLines(plainText(output)) || 'It said nothing.'}`);
}

const lastLines = (text: string): string => text.trim().split(/\r?\n/).slice(-12).join('\n').slice(-2_000);
