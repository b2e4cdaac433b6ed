import { isContextTooLong } from './contextTooLong.ts';
import { asObject, asText } from './json.ts';

/** Base URL and model → request parameters that this server refused. */
export type Learned = Map<string, Set<string>>;

/**
 * Which of our optional parameters a server's refusal (400 or 422) names, or `replay` where it does not take the thinking
 * that went back. The `param` field counts first; servers without it leave only the text of the message to read.
 * @param optional names of those that the request had
 */
export function refusedParameter(error: unknown, optional: readonly string[]): string | undefined {
  const failure = asObject(error);
  if (failure.status !== 400 && failure.status !== 422) return undefined;
  const body = asObject(failure.error);
  const inner = asObject(body.error ?? body);
  const named = asText(failure.param) || asText(inner.param);
  const byField = optional.find((name) => named === name || named.startsWith(`${name}.`) || named.startsWith(`${name}[`));
  if (byField !== undefined) return byField;
  const message = `${asText(inner.message)} ${asText(body.detail)} ${error instanceof Error ? error.message : ''}`;
  if (isContextTooLong(message)) return undefined;
  if (staleReplay.test(`${asText(inner.code)} ${message}`)) return 'replay';
  const possible = /\bmessages[.[]/.test(message) ? optional.filter((name) => withinMessages.has(name)) : optional;
  return possible.find((name) => new RegExp(`\\b${name}\\b`).test(message))
    ?? possible.find((name) => aliases[name]?.test(message) === true);
}

/** Parameters that stand inside messages; the others are not meant where a message is complained about. */
const withinMessages = new Set(['cache_control', 'reasoning_content', 'reasoning_details']);

/** Thinking or reasoning that went back and is not valid for this conversation any more. */
const staleReplay = /invalid_encrypted_content|encrypted content .{0,60}(verif|decrypt|invalid)|reasoning.{0,80}without its required|\b(redacted_)?thinking\b.{0,120}(signature|cannot be modified|must remain)|signature.{0,40}\bthinking\b/i;

/** Refusals that describe a parameter without its name. */
const aliases: Partial<Record<string, RegExp>> = {
  thinking: /adaptive thinking/i,
  include: /encrypted (content|reasoning)/i,
  reasoning: /reasoning summar/i,
};

/**
 * Builds and sends without the parameters that this server is known to refuse, and learns a new one from a refusal.
 * `replay` is left out for this request only: it says nothing about the server.
 */
export async function sendLearning<Body>(
  learned: Learned, server: string, optional: readonly string[],
  build: (without: ReadonlySet<string>) => Body, send: (body: Body) => Promise<Response>,
): Promise<Response> {
  const without = new Set(learned.get(server));
  for (;;) {
    const body = build(without);
    try {
      return await send(body);
    } catch (error) {
      const text = JSON.stringify(body);
      const refused = refusedParameter(error, optional.filter((name) => text.includes(`"${name}":`)));
      if (refused === undefined || without.has(refused)) throw error;
      without.add(refused);
      if (refused !== 'replay') learned.set(server, new Set(learned.get(server)).add(refused));
    }
  }
}
