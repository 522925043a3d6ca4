/** From how far off the canvas is seen: below the first zoom small words cannot be read, below the second none can. */
export type Distance = 'none' | 'some' | 'far';

export const distanceAt = (zoom: number): Distance => (zoom < 0.3 ? 'far' : zoom < 0.55 ? 'some' : 'none');
