/**
 * FullCalendar 7.1 names its cells and headings in ways that not every reader follows, and has no option for
 * it. Repaired after each drawing: by attributes, and by hidden text that its own drawing leaves in place.
 */

/** Repairs now and after each change; returns how to stop. */
export function keepNamesRepaired(grid: HTMLElement): () => void {
  let asked = 0;
  const repairSoon = () => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      repairNames(grid);
    });
  };
  const observer = new MutationObserver(repairSoon);
  observer.observe(grid, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['aria-label']
  });
  repairSoon();
  return () => {
    cancelAnimationFrame(asked);
    observer.disconnect();
  };
}

function repairNames(grid: HTMLElement): void {
  // A heading whose text is hidden from readers and whose name is an attribute only.
  for (const head of grid.querySelectorAll<HTMLElement>(
    ':is([role=rowheader], [role=columnheader])[aria-label]'
  )) {
    const name = head.getAttribute('aria-label')!;
    let text = head.querySelector<HTMLElement>(':scope > .visually-hidden');
    if (!text) {
      text = document.createElement('span');
      text.className = 'visually-hidden';
      head.append(text);
    }
    if (text.textContent !== name) text.textContent = name;
    head.removeAttribute('aria-label');
  }
  // A cell's name must hold what stands in it; its day describes it instead.
  for (const cell of grid.querySelectorAll('[role=gridcell][aria-label]')) {
    cell.setAttribute('aria-description', cell.getAttribute('aria-label')!);
    cell.removeAttribute('aria-label');
  }
  // What scrolls can be reached by keyboard, also when nothing stands in it.
  for (const row of grid.querySelectorAll<HTMLElement>('[role=rowgroup] [role=row]')) {
    const first = row.querySelector<HTMLElement>('[role=gridcell]');
    if (!first) continue;
    const reachable = row.querySelector('[tabindex]:not([role=gridcell])');
    if (reachable) first.removeAttribute('tabindex');
    else if (!first.hasAttribute('tabindex') && isInScroller(row)) first.tabIndex = 0;
  }
}

function isInScroller(element: HTMLElement): boolean {
  for (let outer = element.parentElement; outer && outer.role !== 'grid'; outer = outer.parentElement)
    if (getComputedStyle(outer).overflowY === 'auto') return true;
  return false;
}
