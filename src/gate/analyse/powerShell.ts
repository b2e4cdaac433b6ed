import { combine, gravityOfText, type Gravity } from './gravity.ts';

/** PowerShell: nothing is silent in this version, so only the signs of gravity matter. Names fold case, methods have no command word. */

const destroys = /(?:^|[\s;|({&"'])(remove-\w+|ri|rm|rmdir|rd|del|erase|clear-(?:content|item|disk|recyclebin)|clc|cli|format-volume|initialize-disk|stop-computer|restart-computer)(?=[\s;|)}"']|$)|::\s*(?:delete|move|replace|writeall\w*|setaccesscontrol)\w*\s*\(|\.\s*delete\w*\s*\(|\bdrop\s+(?:table|database)\b/i;
const mayCarryMore = /[$[\](){}&;|<>@]|-enc|invoke-|\b(iex|iwr|irm|icm|saps|start-process|set-|new-|add-|import-|out-|move-|copy-|rename-)/i;

export function powerShellGravity(command: string): Gravity {
  const target = command.slice(0, 200);
  const match = destroys.exec(command);
  const signs: Gravity[] = [gravityOfText(command)];
  if (match !== null) {
    const name = (match[1] ?? match[0]).trim();
    const typedTarget = command.slice(match.index + match[0].length).split(/\s+/).find((word) => word !== '' && !word.startsWith('-'))?.replaceAll(/["'();|}]/g, '') ?? name;
    signs.push({ level: 'DESTRUCTIVE', effects: [{ kind: 'delete', target: typedTarget, recoverable: 'none', detail: `${name} deletes or erases` }], reasons: [`${name} deletes or erases.`], typedTarget: typedTarget === '' ? name : typedTarget });
  }
  signs.push({ level: mayCarryMore.test(command) ? 'HIGH' : 'MODERATE', effects: [{ kind: 'unknown', target }], reasons: [] });
  return combine(signs);
}
