/**
 * What makes the built app smaller than its sources, and quicker to open. Used while building only.
 */
import type { Plugin, Rolldown } from 'vite';

type ModuleInfo = (id: string) => Rolldown.ModuleInfo | null;

/** What stands in the first page's way: the frame, its error page, and Today. */
const FIRST =
  /(generated\/client(-optimized)?\/(app|nodes\/[012])\.js|runtime\/client\/entry\.js|today\/Today\.svelte)$/;

/** Everything that these import, and what that imports; what is fetched later is not among it. */
function reachFrom(entries: Iterable<string>, info: ModuleInfo): Set<string> {
  const reached = new Set<string>();
  const walk = (id: string): void => {
    if (reached.has(id)) return;
    reached.add(id);
    info(id)?.importedIds.forEach(walk);
  };
  for (const id of entries) walk(id);
  return reached;
}

/** One file for all that Today needs: forty small ones take forty journeys and compress a tenth worse. */
function groupFirstPage(): Plugin {
  let first = new Set<string>();
  const name = (id: string): string | null => (first.has(id) ? 'first' : null);
  return {
    name: 'anteroom:first-page',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'client',
    buildEnd() {
      const entries = [...this.getModuleIds()].filter((id) => FIRST.test(id));
      first = reachFrom(entries, (id) => this.getModuleInfo(id));
    },
    outputOptions: (options) => ({
      ...options,
      codeSplitting: { groups: [{ name, debugName: 'first' }] }
    })
  };
}

/** Sample records are read by tests alone. */
function dropSamples(): Plugin {
  return {
    name: 'anteroom:no-samples',
    apply: 'build',
    enforce: 'post',
    transform: {
      filter: { id: /\.record\.ts$/ },
      handler(code) {
        const at = code.search(/\bsamples: \[/);
        if (at < 0) return undefined;
        const start = code.indexOf('[', at);
        const tree = this.parse(code);
        const range = findValue(tree, start);
        return range && { code: `${code.slice(0, range.start)}[]${code.slice(range.end)}`, map: null };
      }
    }
  };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The list that begins there. */
function findValue(node: unknown, start: number): Node | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if ('type' in node && (node as Node).type === 'ArrayExpression' && (node as Node).start === start)
    return node as Node;
  for (const inner of Object.values(node)) {
    const found = findValue(inner, start);
    if (found) return found;
  }
  return undefined;
}

/** Yjs says two things on the console, and brings a schema checker and colours along for that. */
function plainLogging(): Plugin {
  const ID = '\0anteroom:logging';
  return {
    name: 'anteroom:plain-logging',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'client',
    resolveId: { filter: { id: /^lib0\/logging$/ }, handler: () => ID },
    load: {
      filter: { id: /^\0anteroom:logging$/ },
      handler: () =>
        'export const print = console.log, warn = console.warn;\n' +
        "export const ORANGE = '', BOLD = '', UNBOLD = '', RED = '';\n"
    }
  };
}

export const leanBuild = (): Plugin[] => [groupFirstPage(), dropSamples(), plainLogging()];
