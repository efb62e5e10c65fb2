import { useEffect } from 'preact/hooks';

/** Load anew every so often while something is under way and the page is seen. */
export function useRefresh(isUnderWay: boolean, everyMs: number, again: (() => void) | undefined): void {
  useEffect(() => {
    if (!isUnderWay || again === undefined) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again();
    }, everyMs);
    return () => clearInterval(timer);
  }, [isUnderWay, everyMs, again]);
}
