/**
 * What a drawer tells the rest of the app about itself. Each drawer exports `drawer: Drawer` from
 * `drawers/NAME/drawer.ts`; nothing else of it is known outside its folder.
 */
import type { Component } from 'svelte';
import type { Clock } from '../base/clock.ts';
import type { Text } from '../base/text.ts';
import type { PlainDate } from '../base/values.ts';
import type { Office } from '../store/office.ts';
import type { RecordType } from '../store/record.ts';
import type { Command } from '../ui/commands.svelte.ts';
import type { Desk } from './desk-context.ts';

export interface Drawer {
  /** The first segment of its addresses: `/NAME/...`; what follows comes to the view as `path`. */
  readonly name: string;
  readonly label: Text;
  /** An icon of the component kit, by name. */
  readonly icon: string;
  /** The letter after G that opens it. */
  readonly key: string;
  /** Its place in the rail; lower comes first. */
  readonly order: number;
  readonly types: readonly RecordType[];
  /** Fetched when the drawer is first opened. */
  view(): Promise<{ default: Component<{ path: string[] }> }>;
  /** Actions for the palette and the keyboard while the app is open, whichever drawer is shown. */
  commands?(desk: Desk): Command[];
  /** Keeps what it derives from records in order while the app is open; returns how to stop. Fetched in idle time. */
  tend?(): Promise<{ tend(office: Office, clock: Clock): () => void }>;
  /** Its part of Today. */
  today?(): Promise<{ default: Component<{ day: PlainDate }> }>;
}
