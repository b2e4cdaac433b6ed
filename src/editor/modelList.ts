/** Models that are offered for choosing; a catalogue of hundreds stays searchable. */
const MAX_MODELS = 500;

/**
 * Asks an OpenAI-compatible server which models it has.
 * @returns empty where it does not say, for whatever reason: the name can still be typed
 */
export async function listModels(baseUrl: string, apiKey: string | undefined, signal: AbortSignal): Promise<string[]> {
  try {
    const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/models`, { headers, signal, redirect: 'error' });
    if (!response.ok) return [];
    return namesIn(await response.json());
  } catch {
    return [];
  }
}

function namesIn(body: unknown): string[] {
  const data = typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data) ? (body.data as unknown[]) : [];
  const names = data.map((entry) => (typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' ? entry.id : ''));
  return names.filter((name) => name !== '').sort().slice(0, MAX_MODELS);
}
