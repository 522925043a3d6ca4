/** Of the report: plain, readable in light, in dark and on paper. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --text: light-dark(#191b1c, #eceff1); --soft: light-dark(#4b4d4f, #b9bbbd); --line: light-dark(#dfe2e5, #3a3c3e); --ground: light-dark(#ffffff, #1e1f21); --accent: light-dark(#127367, #5dbdae); --point: light-dark(#6e7278, #a2a5ab); --good: light-dark(#1e7546, #73ce95); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 64px; max-width: 1200px; background: var(--ground); color: var(--text); font: 14px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 26px; }
h2 { margin: 36px 0 8px; font-size: 18px; }
h3 { margin: 16px 0 4px; font-size: 14px; }
p, figcaption { margin: 4px 0; color: var(--soft); }
ul { margin: 4px 0; padding-left: 20px; }
.best-list { padding: 0; list-style: none; }
.best-list span { display: inline-block; min-width: 160px; color: var(--soft); }
.best-list strong { display: inline-block; min-width: 96px; color: var(--good); }
figure { margin: 0; }
svg { display: block; width: 100%; max-width: 880px; height: auto; }
svg text { fill: var(--soft); font: 12px system-ui, sans-serif; }
svg .axis { fill: var(--text); font-weight: 600; }
svg .grid { stroke: var(--line); }
svg .point { fill: var(--point); }
svg .best { fill: var(--accent); }
svg .front { fill: none; stroke: var(--accent); stroke-width: 1.5; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; }
th, td { padding: 4px 10px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; vertical-align: bottom; }
thead small { display: block; font-weight: 400; }
tbody th { font-weight: 600; min-width: 180px; }
.number { text-align: right; white-space: nowrap; }
td.best { color: var(--good); font-weight: 600; }
@media print { body { max-width: none; padding: 0; } .wide { overflow: visible; } table { font-size: 9px; } }
`;
