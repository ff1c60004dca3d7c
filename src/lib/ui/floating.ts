/**
 * Places an element of the top layer beside its anchor: below where there is room, else above, never off the
 * window's side. Kept right while the page scrolls or the window changes.
 */
export function placeBeside(
  floating: HTMLElement,
  anchor: HTMLElement,
  width: 'anchor' | 'own' = 'own'
): () => void {
  const place = () => {
    const at = anchor.getBoundingClientRect();
    if (width === 'anchor') floating.style.minWidth = `${at.width}px`;
    const { offsetWidth, offsetHeight } = floating;
    const below = innerHeight - at.bottom;
    const above = below < offsetHeight + 8 && at.top > below;
    const left = Math.max(8, Math.min(at.left, innerWidth - offsetWidth - 8));
    floating.style.left = `${left}px`;
    floating.style.top = above ? 'auto' : `${at.bottom + 4}px`;
    floating.style.bottom = above ? `${innerHeight - at.top + 4}px` : 'auto';
  };
  place();
  const sizes = new ResizeObserver(place);
  sizes.observe(floating);
  addEventListener('scroll', place, { capture: true, passive: true });
  addEventListener('resize', place);
  return () => {
    sizes.disconnect();
    removeEventListener('scroll', place, { capture: true });
    removeEventListener('resize', place);
  };
}
