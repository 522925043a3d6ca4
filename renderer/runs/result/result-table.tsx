import { Tooltip } from '../../design/tooltip.tsx';
import { LaneKey } from '../chart/legend.tsx';
import { resultCell, resultColumns } from './result-columns.ts';
import { type ResultRow, referenceRow } from './result-rows.ts';
import './result-table.css';

/** What each network came to, and how that stands to the teacher's. */
export function ResultTable({ rows }: { readonly rows: readonly ResultRow[] }) {
  const reference = referenceRow(rows);
  const columns = resultColumns(rows);
  return (
    <table className="result-table selectable">
      <thead>
        <tr>
          <th scope="col">Network</th>
          {columns.map(({ key, title, help }) => (
            <th key={key} scope="col" title={help}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.network}>
            <th scope="row">
              <span className="result-name">
                <LaneKey lane={row} />
                {row.title}
              </span>
            </th>
            {columns.map((column) => {
              const cell = resultCell(column, row, reference);
              return (
                <td key={column.key} title={'missing' in cell ? undefined : cell.hint}>
                  {'missing' in cell ? <Missing why={cell.missing} /> : <Figure {...cell} />}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Figure({ text, compared }: { readonly text: string; readonly compared: string }) {
  return (
    <>
      <span className="result-value">{text}</span>
      {compared && <span className="result-compared">{compared}</span>}
    </>
  );
}

function Missing({ why }: { readonly why: string }) {
  return (
    <Tooltip text={why}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its reason is read by keyboard too */}
      <span className="result-missing" tabIndex={0}>
        –
      </span>
    </Tooltip>
  );
}
