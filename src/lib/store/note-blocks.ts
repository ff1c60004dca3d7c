/**
 * A note's blocks as text and back, and what a note begins with. How a beginning becomes blocks is a data
 * format: every device works it out for itself, so it may never change for notes that exist.
 */
import * as Y from 'yjs';

/** Nobody is ever given this client id, so all copies of a beginning are one. */
export const SEED_CLIENT = 0;
export const NOTE_ROOT = 'note';

type Node = Y.XmlElement | Y.XmlText | Y.XmlHook;

/** What a note begins with where a record was given one: its blocks, or its plain text. */
export type NoteSeed = string | readonly SeedNode[];

/** An element with its attributes and children, or text in pieces, each with its marks. */
export type SeedNode =
  | {
      readonly name: string;
      readonly attributes?: Readonly<Record<string, unknown>>;
      readonly children?: readonly SeedNode[];
    }
  | {
      readonly text: readonly {
        readonly insert: string;
        readonly attributes?: Readonly<Record<string, unknown>>;
      }[];
    };

const createParagraph = (line: string): Y.XmlElement => {
  const paragraph = new Y.XmlElement('paragraph');
  if (line) paragraph.insert(0, [new Y.XmlText(line)]);
  return paragraph;
};

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

function seedToNode(seed: SeedNode): Y.XmlElement | Y.XmlText {
  if ('text' in seed) {
    const text = new Y.XmlText();
    text.applyDelta([...seed.text]);
    return text;
  }
  const element = new Y.XmlElement(seed.name);
  for (const [name, value] of Object.entries(seed.attributes ?? {}).sort(byName))
    element.setAttribute(name, value as string);
  element.insert(0, (seed.children ?? []).map(seedToNode));
  return element;
}

function nodeToSeed(node: Node): SeedNode | undefined {
  if (node instanceof Y.XmlText)
    return {
      text: (node.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[]).flatMap(
        ({ insert, attributes }) =>
          typeof insert === 'string' ? [{ insert, ...(attributes && { attributes }) }] : []
      )
    };
  if (!(node instanceof Y.XmlElement)) return undefined;
  const attributes = Object.entries(node.getAttributes()).sort(byName);
  const children = (node.toArray() as Node[]).flatMap((child) => nodeToSeed(child) ?? []);
  return {
    name: node.nodeName,
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
    ...(children.length > 0 && { children })
  };
}

export const fragmentToSeed = (fragment: Y.XmlFragment): SeedNode[] =>
  (fragment.toArray() as Node[]).flatMap((node) => nodeToSeed(node) ?? []);

/** Plain text as blocks, as they come out of a note that nobody formatted. */
export const textToSeed = (text: string): SeedNode[] =>
  text
    .split('\n')
    .map((line) => ({ name: 'paragraph', ...(line && { children: [{ text: [{ insert: line }] }] }) }));

const seedToNodes = (seed: NoteSeed): (Y.XmlElement | Y.XmlText)[] =>
  typeof seed === 'string' ? seed.split('\n').map(createParagraph) : seed.map(seedToNode);

/** Throws where the blocks are none, which only a forged creation's are. */
export function createSeed(seed: NoteSeed): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = SEED_CLIENT;
  doc.getXmlFragment(NOTE_ROOT).insert(0, seedToNodes(seed));
  return Y.encodeStateAsUpdate(doc);
}

function nodeToText(node: Node): string {
  if (node instanceof Y.XmlText)
    return (node.toDelta() as { insert: unknown }[])
      .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
      .join('');
  if (!(node instanceof Y.XmlElement)) return '';
  if (node.nodeName === 'hard_break') return '\n';
  const parts = (node.toArray() as Node[]).map(nodeToText);
  const holdsBlocks = node
    .toArray()
    .some((child) => child instanceof Y.XmlElement && child.nodeName !== 'hard_break');
  const text = parts.join(holdsBlocks ? '\n' : '');
  return node.nodeName === 'list_item' ? `– ${text}` : text;
}

const fragmentToLines = (fragment: Y.XmlFragment): string[] => (fragment.toArray() as Node[]).map(nodeToText);

/** One line a block. */
export const fragmentToText = (fragment: Y.XmlFragment): string => fragmentToLines(fragment).join('\n');

/** Puts `after` in the place of the blocks that differ; equal ones at both ends stay as they are. */
function replaceBlocks<T>(
  fragment: Y.XmlFragment,
  before: readonly string[],
  after: readonly T[],
  sayOf: (block: T) => string,
  create: (block: T) => Y.XmlElement | Y.XmlText
): void {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === sayOf(after[start]!)) start++;
  let same = 0;
  while (
    same < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - same] === sayOf(after[after.length - 1 - same]!)
  )
    same++;
  fragment.doc!.transact(() => {
    fragment.delete(start, before.length - same - start);
    fragment.insert(start, after.slice(start, after.length - same).map(create));
  });
}

export const replaceText = (fragment: Y.XmlFragment, text: string): void =>
  replaceBlocks(
    fragment,
    fragmentToLines(fragment),
    text === '' ? [] : text.split('\n'),
    (line) => line,
    createParagraph
  );

export const replaceFragment = (fragment: Y.XmlFragment, wanted: Y.XmlFragment): void =>
  replaceBlocks(
    fragment,
    fragmentToSeed(fragment).map((node) => JSON.stringify(node)),
    fragmentToSeed(wanted),
    (node) => JSON.stringify(node),
    seedToNode
  );
