import type { Tool } from '../core/tool.ts';
import { editTool } from './edit.ts';
import type { ChangePorts } from './fileChange.ts';
import { listTool } from './list.ts';
import { readTool } from './read.ts';
import { searchTool, type SearchFiles } from './search.ts';
import { shellTool, type ShellPorts } from './shell.ts';
import { writeTool, type IsTracked } from './write.ts';

export type CodeToolPorts = ChangePorts & ShellPorts & { searchFiles: SearchFiles; isTracked: IsTracked };

/** The tools for code, in their fixed order. Make them once for each session: `seen` belongs to one. */
export function codeTools(ports: CodeToolPorts): Tool[] {
  return [readTool(ports), listTool(ports), searchTool(ports), editTool(ports), writeTool(ports), shellTool(ports)];
}
