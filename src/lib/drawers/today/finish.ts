/** Checking a thing off, as one action that can be undone at once. */
import { idToNext } from '$lib/base/ids.ts';
import type { Desk } from '$lib/kit/desk-context.ts';
import { instantToPlain } from '$lib/ui/zones.ts';
import { viewerZone } from '$lib/ui/settings.svelte.ts';
import { toast } from '$lib/ui/toasts.svelte.ts';
import type { DueItem } from './lists.ts';
import { t } from './text.ts';

export async function finish(desk: Desk, { record, title, due }: DueItem): Promise<void> {
  const { office } = desk;
  const zone = viewerZone();
  try {
    const done = await due.finish?.({ at: instantToPlain(desk.clock.now(), zone), zone });
    if (!done) return desk.go(desk.pathTo(record.id));
    office.action(t('markDone', { title }), () => {
      office.edit(record.id, done.changes);
      const { id, type, compartment } = record;
      // An id that every device works out alike: finished on two of them apart, it has one next turn.
      if (done.next) office.create(type, done.next, { compartment, id: idToNext(id) });
    });
    toast({
      text: t('done', { title }),
      action: { label: t('undo'), run: () => void office.undo() }
    });
  } catch {
    toast({ text: t('finishFailed'), tone: 'bad' });
  }
}
