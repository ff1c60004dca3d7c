/** A swipe to the left turns to the next page, to the right to the one before; scrolling stays scrolling. */
const FAR = 60;

export function swipe(turn: (by: 1 | -1) => void): (element: HTMLElement) => () => void {
  return (element) => {
    let from: { readonly x: number; readonly y: number } | undefined;
    const start = ({ touches }: TouchEvent) => {
      const touch = touches[0];
      from = touches.length === 1 && touch ? { x: touch.clientX, y: touch.clientY } : undefined;
    };
    const end = ({ changedTouches }: TouchEvent) => {
      const touch = changedTouches[0];
      if (!from || !touch) return;
      const [x, y] = [touch.clientX - from.x, touch.clientY - from.y];
      from = undefined;
      if (Math.abs(x) > FAR && Math.abs(x) > 2 * Math.abs(y)) turn(x < 0 ? 1 : -1);
    };
    const cancel = () => (from = undefined);
    element.addEventListener('touchstart', start, { passive: true });
    element.addEventListener('touchend', end, { passive: true });
    element.addEventListener('touchcancel', cancel, { passive: true });
    return () => {
      element.removeEventListener('touchstart', start);
      element.removeEventListener('touchend', end);
      element.removeEventListener('touchcancel', cancel);
    };
  };
}
