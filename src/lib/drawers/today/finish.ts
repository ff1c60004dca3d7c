/** Checking a thing off, as one action that can be undone at once. */
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
      if (done.next) office.create(record.type, done.next, { compartment: record.compartment });
    });
    toast({
      text: t('done', { title }),
      action: { label: t('undo'), run: () => void office.undo() }
    });
  } catch {
    toast({ text: t('finishFailed'), tone: 'bad' });
  }
}
