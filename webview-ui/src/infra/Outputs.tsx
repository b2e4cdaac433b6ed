import type { JSX } from 'preact';
import type { StackOutput } from '../../../src/shared/infra.ts';
import { CopyButton, Visible } from '../controls.tsx';

/** Outputs of a stack; a secret's value never reached this view. */
export function Outputs({ outputs }: { outputs: StackOutput[] }): JSX.Element {
  if (outputs.length === 0) return <p class="facts">No outputs.</p>;
  return (
    <table class="outputs">
      <caption class="sr-only">Outputs</caption>
      <thead><tr><th scope="col">Output</th><th scope="col">Value</th><th scope="col"><span class="sr-only">Copy</span></th></tr></thead>
      <tbody>{outputs.map(({ name, value, secret }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{secret || value === undefined ? <span class="quiet">[secret]</span> : <code><Visible text={bare(value)} /></code>}</td>
          <td>{!secret && value !== undefined && <CopyButton text={() => bare(value)} label={`Copy ${name}`} />}</td>
        </tr>
      ))}</tbody>
    </table>
  );
}

/** A JSON string without its quotes; anything else as it is. */
function bare(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  } catch {
    return json;
  }
}
