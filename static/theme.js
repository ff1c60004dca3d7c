// Sets the chosen theme before anything is painted. A file of its own, since the policy forbids inline scripts.
// The key and its shape belong to src/lib/ui/settings.svelte.ts.
try {
  const { theme } = JSON.parse(localStorage.getItem('anteroom.settings') ?? '{}');
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
    document.querySelector('meta[name=color-scheme]').content = theme;
  }
} catch {
  // No storage or nothing readable in it: the system's own theme stands.
}
