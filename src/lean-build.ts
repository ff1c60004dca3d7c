/**
 * What makes the built app smaller than its sources, and quicker to open. Used while building only.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin, Rolldown } from 'vite';

const require = createRequire(import.meta.url);

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

/** What is fetched when somebody asks for it and is not kept on the device: the worker leaves out `asked-*`. */
const ASKED_FOR = /^sample-office$/;

/** Styles of components: all of them together are smaller than one picture, but for those of the calendar's grid. */
const STYLES = /\?svelte&type=style&lang\.css$/;

/** One file for all that Today needs: forty small ones take forty journeys and compress a tenth worse. */
function groupFirstPage(): Plugin {
  let first = new Set<string>();
  const name = (id: string): string | null => (first.has(id) || STYLES.test(id) ? 'first' : null);
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
      chunkFileNames: (chunk) =>
        String(options.chunkFileNames).replace(
          '[hash]',
          ASKED_FOR.test(chunk.name) ? 'asked-[hash]' : '[hash]'
        ),
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

/** Packages of which the app needs next to nothing, and what stands in for them in the browser. */
const REPLACED: Readonly<Record<string, string>> = {
  // Yjs says two things on the console, and brings a schema checker and colours along for that.
  'lib0/logging':
    'export const print = console.log, warn = console.warn;' +
    "export const ORANGE = '', BOLD = '', UNBOLD = '', RED = '';",
  // The binding of notes looks for the page's own element in it.
  'lib0/dom': 'export const doc = globalThis.document;',
  // Kit reads with it what its own server sends along with a page. There is no such server.
  devalue: ['parse', 'unflatten', 'stringify', 'stringifyAsync']
    .map((name) => `export const ${name} = () => { throw new Error('No page comes with data.'); };`)
    .join('')
};

/** Parts of ical.js that nobody here asks for: we read and write single lines, the rest is our own. */
const UNUSED_ICAL =
  /\/ical\.js\/lib\/ical\/(recur_iterator|component|timezone|timezone_service|property|module)\.js$/;

/** Also for workers, which are built by themselves. */
export function replacePackages(): Plugin {
  const MARK = '\0anteroom:';
  const lib = (file: string) =>
    JSON.stringify(require.resolve('ical.js').replace(/dist.*$/, `lib/ical/${file}.js`));
  return {
    name: 'anteroom:replaced',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'client',
    resolveId: (id) => (id in REPLACED || id === 'ical.js' ? MARK + id : undefined),
    load(id) {
      if (UNUSED_ICAL.test(id)) return 'export default class Unused {}';
      if (id === `${MARK}ical.js`) {
        const parts = ['parse', 'stringify', 'design'];
        return (
          parts.map((part) => `import ${part} from ${lib(part)};`).join('') +
          `export default { ${parts.join()} };`
        );
      }
      return id.startsWith(MARK) ? REPLACED[id.slice(MARK.length)] : undefined;
    }
  };
}

/** Icons as the inside of an SVG: as components of their own they weigh twice as much and draw more slowly. */
function drawIcons(): Plugin {
  const QUERY = '?drawing';
  return {
    name: 'anteroom:drawings',
    enforce: 'pre',
    resolveId: (id) => (id.endsWith(QUERY) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith('\0@lucide/svelte/icons/') || !id.endsWith(QUERY)) return undefined;
      const name = id.slice('\0@lucide/svelte/icons/'.length, -QUERY.length);
      const file = require.resolve(`@lucide/svelte/icons/${name}`);
      const source = readFileSync(file.replace(/\.js$/, '.svelte'), 'utf8');
      const data = /const iconData = (\{.*\});/.exec(source)?.[1];
      if (!data) return this.error(`The icon ${name} is written otherwise than expected.`);
      const { node: shapes } = JSON.parse(data) as { node: [tag: string, attributes: object][] };
      const inside = shapes.map(([tag, attributes]) => {
        const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
        return `<${tag}${list.join('')}/>`;
      });
      return `export default ${JSON.stringify(inside.join(''))}`;
    }
  };
}

export const leanBuild = (): Plugin[] => [groupFirstPage(), dropSamples(), replacePackages(), drawIcons()];
