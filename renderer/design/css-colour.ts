/**
 * What a colour token is right now, as a canvas can use it. A custom property itself reads as its own text
 * (`light-dark(…)`), so a probe element inherits it and is asked for the colour that came out.
 */
export function cssColour(within: HTMLElement, token: string): string {
  const probe = document.createElement('span');
  probe.style.display = 'none';
  probe.style.color = `var(${token})`;
  within.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
