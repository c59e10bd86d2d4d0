import { numberedRows } from './numbered-rows.js';
import { type RecordBatch, texts } from './record-batch.js';

/**
 * The number of each row's observation point: the interface, else the regional NAT gateway, else the transit gateway
 * attachment, the first of them that the format has and the record fills; -1 where the record names none.
 */
export const observationPoints = (batch: RecordBatch, numberOf: (point: string) => number): Int32Array => {
  const [first, ...others] = (['interface-id', 'resource-id', 'tgw-attachment-id'] as const).map((name) =>
    texts(batch, name),
  );
  const rows = numberedRows(first ?? null, batch.length, -1, numberOf);
  for (const column of others) {
    if (column === null) continue;
    const more = numberedRows(column, batch.length, -1, numberOf);
    for (let row = 0; row < batch.length; row++) if (rows[row] === -1) rows[row] = more[row] as number;
  }
  return rows;
};
