import { type RecordBatch, textAt, texts } from './record-batch.js';

/** Which resource recorded a row, the first of these that the format has and the record fills. */
const NAMING_FIELDS = ['interface-id', 'resource-id', 'tgw-attachment-id'] as const;

/**
 * The observation point of each row: the interface, else the regional NAT gateway, else the transit gateway attachment;
 * null where the record names none.
 */
export const observationPoints = (batch: RecordBatch): ((row: number) => string | null) => {
  const columns = NAMING_FIELDS.flatMap((field) => texts(batch, field) ?? []);
  return (row) => {
    for (const column of columns) {
      const text = textAt(column, row);
      if (text !== null) return text;
    }
    return null;
  };
};
