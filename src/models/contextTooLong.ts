/** Ways in which providers and servers say that a prompt is longer than the model's context. */
const shapes: readonly RegExp[] = [
  /context_length_exceeded|exceed_context_size|request_too_large|model_context_window_exceeded/i,
  /prompt is too long/i,
  /input is too long/i,
  /(maximum|max|model'?s?|available) (context|prompt) (length|size|window)/i,
  /context (length|size|window) (is |was )?(exceed(s|ed)|limit)/i,
  /exceeds? (the |your )?(\w+ )?(available |maximum |model'?s? )?context/i,
  /input token count .{0,40}exceeds/i,
  /reduce the length of the (messages|prompt|input)/i,
  /exceeded model token limit/i,
  /(greater|longer) than the context/i,
  /too (many tokens|large for model)/i,
  /tokens? (count )?exceeds? the (limit|maximum)/i,
  /prompt .{0,60}longer than/i,
];

/** Words that mean a limit per minute, not the length of the prompt. */
const rateWords = /rate.?limit|too many requests|per (minute|min|day|hour)|quota|throttl|\b[tr]p[md]\b/i;

/** @param text type, code and message of a provider's error, in any order */
export const isContextTooLong = (text: string): boolean => !rateWords.test(text) && shapes.some((shape) => shape.test(text));
