/** What of the shell is open over the page. */
export const frame = $state({
  /** The palette: everything, or only what makes something new. */
  palette: undefined as 'all' | 'create' | undefined,
  keys: false,
  more: false
});
