import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

type Size = { readonly width: number; readonly height: number };

/** A box and its size in CSS pixels, from one layout to the next; nothing before it was laid out. */
export function useBoxSize(): readonly [box: RefObject<HTMLDivElement | null>, size: Size] {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const sized = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    sized.observe(element);
    return () => sized.disconnect();
  }, []);
  return [box, size];
}
