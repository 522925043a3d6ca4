import { create } from 'zustand';
import { LiveRegion } from './live-region.tsx';

const useSaid = create<{ readonly text: string; readonly turn: number }>(() => ({ text: '', turn: 0 }));

/** Says aloud what only eyes would notice: that something was saved, undone, opened. */
export function announce(text: string): void {
  useSaid.setState(({ turn }) => ({ text, turn: turn + 1 }));
}

/** Where that is said from; once, at the root of the window. */
export function Announcer() {
  const { text, turn } = useSaid();
  // The same words twice are two events: a space that nobody hears makes them another text.
  return <LiveRegion text={turn % 2 === 0 ? text : `${text}\u00a0`} />;
}
