import { useRef, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Menu } from '../design/menu.tsx';
import { exportFigure, exportReport, exportTable } from './report/export-report.ts';
import type { Table } from './table-of.ts';

/** The table as a file for a spreadsheet, or all that is compared as one page. */
export function ExportButton({ table }: { readonly table: Table }) {
  const button = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<DOMRect | null>(null);
  return (
    <>
      <Button
        ref={button}
        icon="external"
        aria-haspopup="menu"
        aria-expanded={place !== null}
        onClick={() => setPlace(button.current?.getBoundingClientRect() ?? null)}
      >
        Export
      </Button>
      {place && (
        <Menu
          label="Export"
          at={place}
          onClose={() => setPlace(null)}
          items={[
            { label: 'Table (CSV)…', icon: 'table', onChoose: () => void exportTable(table) },
            { label: 'Report (HTML)…', icon: 'document', onChoose: () => void exportReport(table) },
            'line',
            {
              label: 'Trade-off (SVG)…',
              icon: 'chart-line',
              onChoose: () => void exportFigure(table, 'svg'),
            },
            {
              label: 'Trade-off (PNG)…',
              icon: 'chart-line',
              onChoose: () => void exportFigure(table, 'png'),
            },
          ]}
        />
      )}
    </>
  );
}
