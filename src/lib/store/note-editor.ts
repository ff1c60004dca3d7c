/**
 * The editor of a rich note: ProseMirror bound to its Yjs fragment. Loaded when a note is first shown.
 * Headings, lists, quotations, strong, emphasis and links; written as in Markdown or with the usual keys.
 */
import { baseKeymap, chainCommands, exitCode, toggleMark } from 'prosemirror-commands';
import { inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import { Schema } from 'prosemirror-model';
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list';
import { EditorState, type Command } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { redo, undo, yCursorPlugin, ySyncPlugin, yUndoPlugin } from 'y-prosemirror';
import type { CaretOwner } from './note-carets.ts';
import type { Note } from './notes.ts';

/** Grows only: a build that meets a node it does not know must not open the note for writing. */
export const noteSchema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { content: 'inline*', group: 'block', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
    heading: {
      attrs: { level: { default: 2 } },
      content: 'inline*',
      group: 'block',
      defining: true,
      parseDOM: [2, 3].map((level) => ({ tag: `h${level}`, attrs: { level } })),
      toDOM: (node) => [`h${node.attrs.level as number}`, 0]
    },
    blockquote: {
      content: 'block+',
      group: 'block',
      defining: true,
      parseDOM: [{ tag: 'blockquote' }],
      toDOM: () => ['blockquote', 0]
    },
    bullet_list: { content: 'list_item+', group: 'block', parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', 0] },
    ordered_list: {
      content: 'list_item+',
      group: 'block',
      parseDOM: [{ tag: 'ol' }],
      toDOM: () => ['ol', 0]
    },
    list_item: {
      content: 'paragraph block*',
      defining: true,
      parseDOM: [{ tag: 'li' }],
      toDOM: () => ['li', 0]
    },
    hard_break: {
      inline: true,
      group: 'inline',
      selectable: false,
      parseDOM: [{ tag: 'br' }],
      toDOM: () => ['br']
    },
    text: { group: 'inline' }
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href^="https:"], a[href^="http:"], a[href^="mailto:"]',
          getAttrs: (a) => ({ href: a.getAttribute('href') })
        }
      ],
      toDOM: (mark) => [
        'a',
        { href: mark.attrs.href as string, rel: 'noopener noreferrer', target: '_blank' },
        0
      ]
    },
    strong: { parseDOM: [{ tag: 'strong' }, { tag: 'b' }], toDOM: () => ['strong', 0] },
    em: { parseDOM: [{ tag: 'em' }, { tag: 'i' }], toDOM: () => ['em', 0] }
  }
});

const { nodes, marks } = noteSchema;

export type NoteAction = 'strong' | 'em' | 'bullets' | 'numbers' | 'undo' | 'redo';

const commands: Record<NoteAction, Command> = {
  strong: toggleMark(marks.strong),
  em: toggleMark(marks.em),
  bullets: wrapInList(nodes.bullet_list),
  numbers: wrapInList(nodes.ordered_list),
  undo: (state) => undo(state),
  redo: (state) => redo(state)
};

const breakLine: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

export interface NoteEditor {
  run(action: NoteAction): void;
  focus(): void;
  destroy(): void;
}

export interface NoteEditorOptions {
  /** Names the text box for who cannot see it. */
  readonly label: string;
  readonly editable: boolean;
  /** The CSS colour of somebody's caret. */
  inkOf?(name: string): string;
  /** Escape, or the way out by keyboard. */
  onleave?(): void;
}

/** y-prosemirror draws carets with colours written into the page, which the page's own rules forbid. */
function createCaretDrawing(inkOf: (name: string) => string) {
  return {
    cursorBuilder: ({ name }: CaretOwner): HTMLElement => {
      const caret = document.createElement('span');
      caret.className = 'caret';
      caret.style.setProperty('--ink', inkOf(name));
      const label = document.createElement('span');
      label.className = 'caret-name';
      label.textContent = name;
      // Word joiners: a caret must not break a word in two lines.
      caret.append('\u2060', label, '\u2060');
      return caret;
    },
    selectionBuilder: ({ name }: CaretOwner) => ({ class: 'caret-selection', style: `--ink: ${inkOf(name)}` })
  };
}

export function mountNoteEditor(place: HTMLElement, note: Note, options: NoteEditorOptions): NoteEditor {
  const state = EditorState.create({
    schema: noteSchema,
    plugins: [
      ySyncPlugin(note.fragment),
      yUndoPlugin(),
      ...(note.carets
        ? [yCursorPlugin(note.carets as never, createCaretDrawing(options.inkOf ?? (() => 'currentColor')))]
        : []),
      inputRules({
        rules: [
          wrappingInputRule(/^\s*([-*])\s$/, nodes.bullet_list),
          wrappingInputRule(/^\s*\d+[.)]\s$/, nodes.ordered_list),
          wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
          textblockTypeInputRule(/^(##?)\s$/, nodes.heading, (match) => ({ level: match[1]!.length + 1 }))
        ]
      }),
      keymap({
        'Mod-z': commands.undo,
        'Mod-y': commands.redo,
        'Mod-Shift-z': commands.redo,
        'Mod-b': commands.strong,
        'Mod-i': commands.em,
        'Shift-Enter': breakLine,
        Enter: splitListItem(nodes.list_item),
        'Mod-[': liftListItem(nodes.list_item),
        'Mod-]': sinkListItem(nodes.list_item),
        Escape: () => (options.onleave?.(), true)
      }),
      keymap(baseKeymap)
    ]
  });
  const view = new EditorView(place, {
    state,
    editable: () => options.editable && note.editable,
    attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': options.label }
  });
  return {
    run: (action) => {
      commands[action](view.state, view.dispatch, view);
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy()
  };
}
