/**
 * Who may import what. The table is the architecture: a folder that is not named here, or an import that
 * its row does not list, is a decision to take, not a detail.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCycle, importsOf, type Import } from './support/imports.ts';
import { files, root } from './support/tree.ts';

interface Layer {
  readonly name: string;
  /** Which files belong to it. The first row that fits counts. */
  readonly files: RegExp;
  /** Layers whose files it may import, besides its own; `layer:path` allows one file alone. */
  readonly may: readonly string[];
  /** Packages it may import; nothing else from node_modules. Absent: any. */
  readonly packages?: RegExp;
}

const everything = [
  'base',
  'protocol',
  'identity',
  'sync',
  'store',
  'formats',
  'sample',
  'ui',
  'kit',
  'drawers',
  'shell',
  'desk'
];

const layers: readonly Layer[] = [
  // Tests and their helpers stand beside what they test and may reach for anything below the routes.
  {
    name: 'tests beside code',
    files: /^(src|sync-server)\/.*(\.test\.ts|\/test-[^/]+\.ts)$/,
    may: [...everything, 'sync-server', 'tests']
  },
  { name: 'base', files: /^src\/lib\/base\//, may: [], packages: /^(temporal-polyfill)/ },
  { name: 'protocol', files: /^src\/lib\/protocol\//, may: ['base'], packages: /^(valibot|lib0\/)/ },
  {
    name: 'identity',
    files: /^src\/lib\/identity\//,
    may: ['base', 'protocol'],
    packages: /^(@hpke\/core|@scure\/bip39|valibot)/
  },
  {
    name: 'sync',
    files: /^src\/lib\/sync\//,
    may: ['base', 'protocol', 'identity'],
    packages: /^(idb-keyval|y-websocket|y-protocols\/|yjs$)/
  },
  {
    name: 'store',
    files: /^src\/lib\/store\//,
    may: ['base', 'sync:src/lib/sync/log.ts'],
    packages: /^(yjs|lib0\/|y-prosemirror|prosemirror-|valibot)/
  },
  {
    name: 'formats',
    files: /^src\/lib\/formats\//,
    may: ['base'],
    packages: /^(ical\.js|temporal-polyfill|chrono-node|valibot|node:)/
  },
  { name: 'sample', files: /^src\/lib\/sample\//, may: ['base'], packages: /^temporal-polyfill/ },
  { name: 'ui', files: /^src\/lib\/ui\//, may: ['base'] },
  { name: 'kit', files: /^src\/lib\/kit\//, may: ['store', 'formats', 'ui', 'base'] },
  // The frame around every page: rail, bottom bar, palette, status.
  { name: 'shell', files: /^src\/lib\/shell\//, may: ['kit', 'store', 'formats', 'ui', 'base'] },
  { name: 'drawers', files: /^src\/lib\/drawers\//, may: ['kit', 'store', 'formats', 'ui', 'base'] },
  { name: 'desk', files: /^src\/lib\/desk(-[a-z-]+)?\.ts$/, may: everything },
  {
    name: 'routes',
    files: /^src\/routes\//,
    may: ['desk', 'shell', 'kit', 'store', 'formats', 'sample', 'ui', 'base']
  },
  { name: 'worker', files: /^(static\/|src\/(service-worker|app-manifest|lean-build)\.ts$)/, may: [] },
  { name: 'sync-server', files: /^sync-server\//, may: ['base', 'protocol'] },
  {
    name: 'tests',
    files: /^tests\//,
    may: [...everything, 'sync-server', 'routes', 'worker', 'tests beside code']
  },
  { name: 'settings of tools', files: /^[^/]+\.(js|ts)$/, may: ['worker'] }
];

const isCode = (file: string) => /\.(ts|js|svelte)$/.test(file) && !file.endsWith('.d.ts');
const code = files.filter(isCode);
const layerOf = (file: string) => layers.find((layer) => layer.files.test(file));
const imports = new Map<string, Import[]>(code.map((file) => [file, importsOf(root, file)]));
const isTest = (file: string) => file.startsWith('tests/') || layerOf(file)?.name === 'tests beside code';
const drawerOf = (file: string) => /^src\/lib\/drawers\/([^/]+)\//.exec(file)?.[1];
const text = (file: string) => readFileSync(join(root, file), 'utf8');

/** The reason why `from` may not import `to`, if there is one. */
function objection(from: string, to: string): string | undefined {
  const [own, other] = [layerOf(from), layerOf(to)];
  if (!own || !other) return own ? `${to} belongs to no layer` : `${from} belongs to no layer`;
  const [drawer, otherDrawer] = [drawerOf(from), drawerOf(to)];
  if (drawer && otherDrawer && drawer !== otherDrawer && !isTest(from)) return 'drawers never import drawers';
  if (own === other || own.may.includes(other.name) || own.may.includes(`${other.name}:${to}`))
    return undefined;
  return `${own.name} may not import ${other.name}`;
}

describe('layers', () => {
  test('every file of code belongs to a layer', () => {
    expect(code.filter((file) => !layerOf(file) && !file.startsWith('.'))).toEqual([]);
  });

  test('a folder imports only what its row of the table lists', () => {
    const forbidden = [...imports].flatMap(([from, list]) =>
      list.flatMap(({ file }) => {
        const reason = file && isCode(file) ? objection(from, file) : undefined;
        return reason ? [`${from} -> ${file}: ${reason}`] : [];
      })
    );
    expect(forbidden).toEqual([]);
  });

  test('the table is obeyed by design, not by chance: a forbidden import is found', () => {
    expect(objection('src/lib/base/ids.ts', 'src/lib/store/office.ts')).toBe('base may not import store');
    expect(objection('src/lib/store/office.ts', 'src/lib/sync/browser.ts')).toBe('store may not import sync');
    expect(objection('src/lib/store/office.ts', 'src/lib/sync/log.ts')).toBeUndefined();
    expect(objection('src/lib/drawers/tasks/drawer.ts', 'src/lib/drawers/people/drawer.ts')).toBe(
      'drawers never import drawers'
    );
  });

  test('packages stay in the layers that were chosen for them', () => {
    const strangers = [...imports].flatMap(([from, list]) => {
      const allowed = layerOf(from)?.packages;
      const found = allowed ? list.filter(({ file, specifier }) => !file && !allowed.test(specifier)) : [];
      return found.map(({ specifier }) => `${from} -> ${specifier}`);
    });
    expect(strangers).toEqual([]);
  });

  // y-websocket's provider wants a document; it stays empty.
  const provider = 'src/lib/sync/provider-transport.ts';
  test('only the store knows Yjs', () => {
    const known = [...imports].filter(
      ([from, list]) =>
        !isTest(from) && layerOf(from)?.name !== 'store' && list.some(({ specifier }) => specifier === 'yjs')
    );
    expect(known.map(([from]) => from).filter((from) => from !== provider)).toEqual([]);
  });

  test('only identity calls WebCrypto', () => {
    const subtle = /\bcrypto\s*\??\.\s*subtle\b|\bSubtleCrypto\b/;
    const callers = code.filter(
      (file) => !isTest(file) && layerOf(file)?.name !== 'identity' && subtle.test(text(file))
    );
    expect(callers).toEqual([]);
  });

  test('nothing that runs imports a test or its helpers', () => {
    const found = [...imports].filter(
      ([from, list]) =>
        from.startsWith('src/') && !isTest(from) && list.some(({ file }) => file && isTest(file))
    );
    expect(found.map(([from]) => from)).toEqual([]);
  });

  // A component that renders itself, as a list in a list does, imports itself by name: Svelte's own way.
  test('no file imports itself through others', () => {
    const graph = new Map(
      [...imports].map(([from, list]) => [
        from,
        list.flatMap(({ file, typeOnly, lazy }) =>
          file && file !== from && !typeOnly && !lazy && imports.has(file) ? [file] : []
        )
      ])
    );
    expect(findCycle(graph)?.join(' -> ')).toBeUndefined();
    expect(
      findCycle(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']]
        ])
      )
    ).toEqual(['b', 'c', 'b']);
  });

  test('every import names a file that is there', () => {
    const known = new Set(files);
    const missing = [...imports].flatMap(([from, list]) =>
      list.flatMap(({ file, specifier }) =>
        file && !known.has(file) && !specifier.includes('$types') ? [`${from} -> ${specifier}`] : []
      )
    );
    expect(missing).toEqual([]);
  });
});

describe('the tree', () => {
  const isText = (file: string) => !/\.(png|jpg|webp|ico|woff2)$/.test(file);
  const readable = files.filter(isText);

  test('speaks of no machine', () => {
    // Put together here, so that this file does not find itself.
    const folders = ['work', 'tmp', 'root', 'farm', 'home'].map((name) => `/${name}/`);
    const path = new RegExp(`(?<![\\w.~$}*)-])(${folders.join('|')})`);
    const found = readable.filter((file) => file !== 'package-lock.json' && path.test(text(file)));
    expect(found).toEqual([]);
  });

  test('names no package registry', () => {
    const registry = new RegExp(`${'regis'}try[.](npmjs|yarnpkg)|"resolved": "${'ht'}tp`);
    expect(readable.filter((file) => registry.test(text(file)))).toEqual([]);
  });
});
