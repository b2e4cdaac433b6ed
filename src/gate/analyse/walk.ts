import { evaluate, setVariable } from './assign.ts';
import type { Node, ParsedScript, Redirect, Script, ScriptWord } from './bash/script.ts';
import type { Stdin, Word } from './call.ts';
import { MAX_COMMANDS, MAX_NESTING } from './characterGate.ts';
import { runWords, walkCommand } from './command.ts';
import { expandSingle, expandWord, holdIntegers, type Expansions, type Output } from './expand.ts';
import { endsThose, multiplies } from './endless.ts';
import type { ShellFacts } from './facts.ts';
import type { LookUp } from './family.ts';
import type { Findings } from './findings.ts';
import { walkPowerShell } from './powerShellWalk.ts';
import { readRedirects, type Redirected } from './redirects.ts';
import type { Scope} from './scope.ts';
import { type Value } from './scope.ts';
import { touchEffects } from './touches.ts';

/** More evaluations of commands than this are not followed: loops, functions and scripts multiply them. */
const MAX_STEPS = 500;
/** A loop over more values than this is walked once, with a value that stands for all. */
const MAX_ITERATIONS = 16;

/** Signals that a line is more than the analysis follows. */
export class TooMuch extends Error {}

/** What all parts of a walk share. */
export interface Shared {
  facts: ShellFacts;
  findings: Findings;
  lookUp: LookUp;
  /** Reads a bash text. */
  parse: (text: string) => Promise<ParsedScript>;
  steps: number;
  /** Commands so far whose output does not end by itself, and that nothing ends. */
  endless: string[];
}

/** Walks a script in order of evaluation and gathers what it does. */
export class Walk {
  readonly shared: Shared;
  /** How many scripts this one is inside of. */
  readonly depth: number;
  /** It runs on another machine or in a container. */
  readonly elsewhere: boolean;
  /** Names of the functions that are running. */
  readonly running: readonly string[];

  constructor(shared: Shared, depth = 0, elsewhere = false, running: readonly string[] = []) {
    this.shared = shared;
    this.depth = depth;
    this.elsewhere = elsewhere;
    this.running = running;
  }

  /** A walk of something that this one starts; undefined where it is nested too deep. */
  deeper(elsewhere = false, called?: string): Walk | undefined {
    if (this.depth >= MAX_NESTING) return undefined;
    return new Walk(this.shared, this.depth + 1, this.elsewhere || elsewhere, called === undefined ? this.running : [...this.running, called]);
  }

  /** @throws TooMuch */
  countStep(): void {
    this.shared.facts.signal.throwIfAborted();
    if (++this.shared.steps > (this.depth === 0 ? MAX_COMMANDS * 4 : MAX_STEPS)) throw new TooMuch(`The line runs more than ${MAX_STEPS} commands.`);
  }

  /** How words are expanded while these commands run. */
  get expansions(): Expansions {
    return {
      facts: this.shared.facts,
      substitute: async (script, scope, direction) => this.script(script, scope.clone(), direction === 'out' ? { kind: 'pipe' } : { kind: 'none' }),
      hostile: (text) => {
        this.shared.findings.add({ text, effects: [{ kind: 'exec', target: text, inWorkspace: false, detail: 'an expansion that can run text as code' }], reasons: [`${text} can run text as code.`] });
        this.#giveUp();
      },
    };
  }

  /** At the end of the line: what nothing has ended. */
  finish(): void {
    for (const text of this.shared.endless) this.shared.findings.add({ text, effects: [{ kind: 'unknown', target: text, inWorkspace: true, detail: 'does not end by itself' }] });
  }

  script(script: Script, scope: Scope, stdin: Stdin): Promise<Output> {
    return this.node(script.body, scope, stdin);
  }

  /** Runs a program or builtin with these words. */
  words(words: readonly Word[], scope: Scope, stdin: Stdin, skipsFunctions: boolean): Promise<Output> {
    return runWords(this, words, scope, stdin, skipsFunctions);
  }

  /** Runs a PowerShell text. */
  powerShell(text: string, scope: Scope): Promise<void> {
    return walkPowerShell(this, text, scope);
  }

  async node(node: Node, scope: Scope, stdin: Stdin): Promise<Output> {
    switch (node.kind) {
      case 'command': return walkCommand(this, node, scope, stdin);
      case 'pipeline': return this.#pipeline(node, scope, stdin);
      case 'list': return this.#list(node, scope, stdin);
      case 'group': return this.#redirected(node.redirects, scope, stdin, (input) => this.node(node.body, node.subshell ? scope.clone() : scope, input));
      case 'compound': return this.#redirected(node.redirects, scope, stdin, (input) => this.#compound(node, scope, input));
      case 'for': return this.#redirected(node.redirects, scope, stdin, (input) => this.#for(node, scope, input));
      case 'function': return this.#function(node, scope);
      case 'test': return this.#redirected(node.redirects, scope, stdin, () => this.#test(node, scope));
      case 'arithmetic': return this.#redirected(node.redirects, scope, stdin, () => this.#arithmetic(node, scope));
      case 'other': {
        this.#notFollowed(node.what);
        for (const body of node.bodies) await this.node(body, scope.clone(), { kind: 'pipe' });
        return {};
      }
    }
  }

  async #pipeline({ nodes, withErrors }: Extract<Node, { kind: 'pipeline' }>, scope: Scope, stdin: Stdin): Promise<Output> {
    const [only] = nodes;
    if (nodes.length === 1 && only !== undefined) return this.node(only, scope, stdin);
    let output: Output = {};
    let input = stdin;
    const before = this.shared.endless.length;
    for (const node of nodes) {
      output = await this.node(node, scope.clone(), input);
      if (endsThose(node)) this.shared.endless.length = before;
      // What prints a known text has no errors to print
      const isKnown = output.text !== undefined && (!withErrors || output.text !== '');
      input = { kind: 'pipe', ...(isKnown ? { text: output.text } : {}), ...(output.names === true && !withErrors ? { names: true } : {}) };
    }
    return output;
  }

  async #list({ nodes, operators }: Extract<Node, { kind: 'list' }>, scope: Scope, stdin: Stdin): Promise<Output> {
    const outputs: Output[] = [];
    /** Where the shell may be if one of the commands since the last `;` fails. */
    let left: Scope[] = [];
    let first: Scope | undefined;
    for (const [at, node] of nodes.entries()) {
      const isDetached = operators[at] === '&';
      left.push(scope.clone());
      outputs.push(await this.node(node, isDetached ? scope.clone() : scope, stdin));
      first ??= scope.clone();
      if (operators[at] === '&&') continue;
      for (const before of left) scope.joinFolders(before.folders);
      if (operators[at] === '||') continue;
      // What stands behind && or || may not have run; what stands first has
      if (left.length > 1) scope.join(first);
      left = [];
      first = undefined;
    }
    return outputs.length === 1 ? outputs[0] ?? {} : joined(outputs);
  }

  async #compound({ keyword, words, bodies }: Extract<Node, { kind: 'compound' }>, scope: Scope, stdin: Stdin): Promise<Output> {
    for (const word of words) await expandWord(word, scope, this.expansions);
    if (multiplies(keyword, bodies)) this.shared.findings.add({ text: keyword, effects: [{ kind: 'process', target: keyword, detail: 'a loop that starts programs without waiting for them' }] });
    const loops = keyword === 'while' || keyword === 'until' || keyword === 'for';
    const name = keyword === 'while' && stdin.kind === 'pipe' && stdin.names === true && !scope.functions.has('read') ? nameThatIsRead(bodies[0]) : undefined;
    const around = (): Promise<void> => this.#branches(bodies, scope, stdin, name);
    if (loops) await this.#repeated(bodies, scope, around);
    else await around();
    if (name !== undefined) scope.variables.set(name, undefined);
    return {};
  }

  /** @param read a variable that holds the name of a file once the first of the bodies, a condition, has run well */
  async #branches(bodies: readonly Node[], scope: Scope, stdin: Stdin, read?: string): Promise<void> {
    for (const [at, body] of bodies.entries()) {
      const before = scope.clone();
      await this.node(body, scope, stdin);
      scope.join(before);
      if (at === 0 && read !== undefined) scope.variables.set(read, { inside: true });
    }
  }

  /** What a body sets, its next round sees; a folder that it changes may change again and again. */
  async #repeated(bodies: readonly Node[], scope: Scope, round: () => Promise<void>): Promise<void> {
    for (const name of bodies.flatMap(assignedNames)) scope.variables.set(name, undefined);
    const before = scope.clone();
    await round();
    if (scope.inSameFolders(before)) return;
    scope.folders = undefined;
    await round();
  }

  async #for({ name, words, body }: Extract<Node, { kind: 'for' }>, scope: Scope, stdin: Stdin): Promise<Output> {
    const values = words === undefined ? undefined : await this.#values(words, scope);
    for (const value of values === undefined || values.length === 0 ? [undefined] : values) {
      await this.#repeated([body], scope, async () => {
        setVariable(this, name, value !== undefined && 'text' in value ? { text: value.text, exact: true } : { text: `$${name}`, exact: false, ...(value === undefined ? {} : { inside: true }) }, 'shell', scope);
        await this.node(body, scope, stdin);
      });
    }
    scope.variables.set(name, undefined);
    return {};
  }

  /** The values that a loop goes through; one that stands for all where there are many. */
  async #values(words: readonly ScriptWord[], scope: Scope): Promise<(Value | undefined)[]> {
    const values: (Value | undefined)[] = [];
    for (const source of words) {
      for (const word of await expandWord(source, scope, this.expansions)) {
        if (word.inside === true) values.push({ inside: true });
        else if (!word.exact) values.push(undefined);
        else values.push(...(word.matches ?? [word.text]).map((text): Value => ({ text })));
      }
    }
    if (values.length <= MAX_ITERATIONS) return values;
    const isInside = values.every((value) => value !== undefined && ('inside' in value || !/^[-/~]|(^|\/)\.\.(\/|$)|[\s*?[]/.test(value.text)));
    return [isInside ? { inside: true } : undefined];
  }

  async #function({ name, body }: Extract<Node, { kind: 'function' }>, scope: Scope): Promise<Output> {
    scope.functions.set(name, body);
    const isKnown = this.shared.lookUp({ program: name, words: [], stdin: { kind: 'none' }, dialect: 'bash', elsewhere: false }) !== undefined;
    if (isKnown) {
      this.shared.findings.add({ text: `${name}()`, effects: [{ kind: 'exec', target: name, inWorkspace: false, detail: 'replaces a command by a function of the same name' }] });
      // Whoever calls it, and however often: what it holds is looked at
      const inner = this.deeper(false, name);
      if (inner !== undefined) await inner.node(body, scope.clone(), { kind: 'pipe' });
    }
    return {};
  }

  async #test({ words, evaluated }: Extract<Node, { kind: 'test' }>, scope: Scope): Promise<Output> {
    for (const word of words) await expandWord(word, scope, this.expansions);
    for (const word of evaluated) evaluate(this, await expandSingle(word, scope, this.expansions), scope);
    return {};
  }

  async #arithmetic({ text, scripts, hostile, names }: Extract<Node, { kind: 'arithmetic' }>, scope: Scope): Promise<Output> {
    for (const script of scripts) await this.expansions.substitute(script, scope);
    if (hostile && !holdIntegers(names, scope)) this.expansions.hostile(`((${text}))`);
    return {};
  }

  async #redirected(redirects: readonly Redirect[], scope: Scope, stdin: Stdin, run: (stdin: Stdin) => Promise<Output>): Promise<Output> {
    if (redirects.length === 0) return run(stdin);
    const redirected = await this.redirect(redirects, stdin, scope);
    const output = await run(redirected.stdin);
    return redirected.takesOutput ? { text: '' } : output;
  }

  /** Opens what redirections name. */
  async redirect(redirects: readonly Redirect[], stdin: Stdin, scope: Scope): Promise<Redirected> {
    const redirected = await readRedirects(redirects, stdin, scope, this.expansions);
    if (redirected.touches.length > 0) {
      const { effects, level, losses } = await touchEffects(redirected.touches, { folders: scope.folders, elsewhere: this.elsewhere, facts: this.shared.facts });
      this.shared.findings.add({ text: redirected.touches.map(({ word, how }) => `${{ read: '<', append: '>>' }[how as string] ?? '>'} ${word.text}`).join(' '), effects, level, losses });
    }
    if (redirected.stdin.kind === 'text' || redirected.touches.some(({ how }) => how !== 'read')) this.shared.findings.forget();
    return redirected;
  }

  #notFollowed(what: string): void {
    this.shared.findings.add({ text: what, effects: [{ kind: 'unknown', target: what, inWorkspace: false, detail: 'is not followed' }] });
    this.#giveUp();
  }

  #giveUp(): void {
    this.shared.findings.notUnderstood();
    this.shared.findings.forget();
  }
}

function joined(outputs: readonly Output[]): Output {
  if (outputs.every(({ text }) => text !== undefined)) return { text: outputs.map(({ text }) => text).join('') };
  return outputs.every(({ names, text }) => names === true || text === '') ? { names: true } : {};
}

/** The variable of a condition that is `read` and nothing else: `while IFS= read -r file`. */
function nameThatIsRead(condition: Node | undefined): string | undefined {
  if (condition?.kind === 'list' && condition.nodes.length === 1) return nameThatIsRead(condition.nodes[0]);
  if (condition?.kind !== 'command' || condition.redirects.length > 0 || condition.assignments.some(({ name }) => name !== 'IFS')) return undefined;
  return /^read (?:-r )?([A-Za-z_]\w*)$/.exec(condition.words.map(({ source }) => source).join(' '))?.[1];
}

/** Variables that a node assigns anywhere inside it. */
function assignedNames(node: Node): string[] {
  switch (node.kind) {
    case 'command': return [...node.assignments.map(({ name }) => name), ...node.words.flatMap(({ source }) => /^([A-Za-z_]\w*)(?:\+?=|\[|$)/.exec(source)?.[1] ?? [])];
    case 'pipeline':
    case 'list': return node.nodes.flatMap(assignedNames);
    case 'group': return assignedNames(node.body);
    case 'for': return [node.name, ...assignedNames(node.body)];
    case 'compound':
    case 'other': return node.bodies.flatMap(assignedNames);
    default: return [];
  }
}
