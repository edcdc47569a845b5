const told = new WeakMap<Element, (isSeen: boolean) => void>();
let observer: IntersectionObserver | null = null;

/** Tells whether an element is in the window or near it: of hundreds of rows, only those are drawn anew with each message. */
export const seen = (tell: (isSeen: boolean) => void) => (element: Element) => {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const entry of entries) told.get(entry.target)?.(entry.isIntersecting);
    },
    { rootMargin: '400px' },
  );
  const all = observer;
  told.set(element, tell);
  all.observe(element);
  return () => all.unobserve(element);
};
