/** Reads which files a source file imports, from TypeScript and Svelte alike, without running anything. */
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** A path from the repository's root; absent for packages and for the framework's own modules. */
  readonly file?: string;
  /** Erased when compiled. */
  readonly typeOnly: boolean;
  /** Fetched when asked for, `import()`. */
  readonly lazy: boolean;
}

const scripts = /<script[^>]*>([\s\S]*?)<\/script>/g;

/** `file` is a path from the repository's root, with forward slashes. */
export function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const code = file.endsWith('.svelte')
    ? [...text.matchAll(scripts)].map((found) => found[1]).join('\n')
    : text;
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, lazy: boolean) =>
    found.push({ specifier, typeOnly, lazy, ...resolve(file, specifier) });

  const visit = (node: ts.Node) => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      add(node.moduleSpecifier.text, onlyTypes(node.importClause), false);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      add(node.moduleSpecifier.text, node.isTypeOnly, false);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [wanted] = node.arguments;
      if (wanted && ts.isStringLiteral(wanted)) add(wanted.text, false, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest));
  return found;
}

function onlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return (
    !clause.name &&
    !!names &&
    ts.isNamedImports(names) &&
    names.elements.length > 0 &&
    names.elements.every((name) => name.isTypeOnly)
  );
}

function resolve(from: string, specifier: string): { file?: string } {
  if (specifier.startsWith('$lib/')) return { file: `src/lib/${specifier.slice(5)}` };
  if (specifier.startsWith('.'))
    return {
      file: normalize(join(dirname(from), specifier))
        .replaceAll('\\', '/')
        .replace(/\?.*$/, '')
    };
  return {};
}

/**
 * The first ring of imports among these files, as a path that returns to its start; undefined when there is
 * none.
 */
export function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): string[] | undefined => {
    const seen = path.indexOf(file);
    if (seen >= 0) return [...path.slice(seen), file];
    if (done.has(file)) return undefined;
    path.push(file);
    for (const next of graph.get(file) ?? []) {
      const ring = walk(next);
      if (ring) return ring;
    }
    path.pop();
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const ring = walk(file);
    if (ring) return ring;
  }
  return undefined;
}
