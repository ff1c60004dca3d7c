/** An original component as lines that can be exchanged one by one; what is not exchanged is written as it was. */
import { unfoldedLines } from './content-lines.ts';
import { parseComponent, type CalComponent } from './ical-component.ts';
import { same } from './same.ts';

interface Part {
  /** Upper case; of a nested component its kind. */
  readonly name: string;
  readonly lines: readonly string[];
  readonly nested: boolean;
}

/** The original's lines, or none; lines that no reader takes are left out of what is written. */
export class Draft {
  #parts: Part[] = [];
  readonly original: CalComponent | undefined;
  readonly kind: string;
  changed = false;

  constructor(kind: 'VEVENT' | 'VTODO', text: string | undefined) {
    this.kind = kind;
    const lines = text === undefined ? [] : [...unfoldedLines(text)];
    if (lines[0]?.text.trim().toUpperCase() !== `BEGIN:${kind}`) return;
    const bad = new Set<number>();
    this.original = parseComponent({ name: kind, lines, complete: true }, (line) => bad.add(line.number));
    let nested: string[] = [];
    let depth = 0;
    for (const { text: line, number } of lines.slice(1, -1)) {
      const mark = /^\s*(BEGIN|END)\s*:\s*(\S+)/i.exec(line);
      if (mark?.[1]!.toUpperCase() === 'BEGIN') depth += 1;
      if (depth > 0) {
        nested.push(line);
        if (mark?.[1]!.toUpperCase() === 'END') depth -= 1;
        if (depth > 0) continue;
        this.#parts.push({
          name: nested[0]!.trim().slice(6).trim().toUpperCase(),
          lines: nested,
          nested: true
        });
        nested = [];
      } else if (!bad.has(number)) {
        const name = /^\s*([A-Za-z0-9-]+)/.exec(line)![1]!.toUpperCase();
        this.#parts.push({ name, lines: [line.trimStart()], nested: false });
      }
    }
  }

  /** Puts lines in the place of all properties of these names. */
  set(names: readonly string[], lines: readonly string[]): void {
    const at = this.#parts.findIndex(({ name, nested }) => !nested && names.includes(name));
    const added = lines.map((line): Part => ({
      name: /^[^:;]+/.exec(line)![0],
      lines: [line],
      nested: false
    }));
    const firstNested = this.#parts.findIndex(({ nested }) => nested);
    const place = at >= 0 ? at : firstNested >= 0 ? firstNested : this.#parts.length;
    const kept = (part: Part): boolean => part.nested || !names.includes(part.name);
    const before = this.#parts.slice(0, place).filter(kept);
    const after = this.#parts.slice(place).filter(kept);
    this.#parts = [...before, ...added, ...after];
  }

  /** As `set`, where the value is another than the original's. */
  change(names: readonly string[], now: unknown, before: unknown, lines: () => readonly string[]): void {
    if (this.original && same(now, before)) return;
    this.changed = true;
    this.set(names, lines());
  }

  dropNested(name: string, drop: (lines: readonly string[]) => boolean): void {
    this.#parts = this.#parts.filter((part) => !(part.nested && part.name === name && drop(part.lines)));
  }

  nest(name: string, lines: readonly string[]): void {
    this.#parts.push({ name, lines: [`BEGIN:${name}`, ...lines, `END:${name}`], nested: true });
  }

  has(name: string): boolean {
    return this.#parts.some((part) => part.name === name);
  }

  linesOf(name: string): readonly string[] {
    return this.#parts.filter((part) => part.name === name).flatMap(({ lines }) => lines);
  }

  lines(): string[] {
    return [`BEGIN:${this.kind}`, ...this.#parts.flatMap(({ lines }) => lines), `END:${this.kind}`];
  }
}
