/** Runs now and again and again, one at a time, while the page is visible; a failure is only a missed turn. */
export function repeat(run: () => Promise<unknown>, everyMs: number): () => void {
  let isOver = false;
  let timer = 0;
  const turn = async () => {
    if (!document.hidden) await run().catch(() => undefined);
    if (!isOver) timer = window.setTimeout(() => void turn(), everyMs);
  };
  void turn();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
