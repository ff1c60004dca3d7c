/** Opens the import from anywhere: a picker, a drop, a paste, the system's *Open with*. */
const waiting = $state<{ files: readonly File[] }>({ files: [] });

/** Shows the import dialog, which the layout mounts once, for these files. */
export function openImport(files: Iterable<File>): void {
  waiting.files = [...waiting.files, ...files];
}

export const importFiles = (): readonly File[] => waiting.files;
export function closeImport(): void {
  waiting.files = [];
}
