import type { FieldName } from './field.js';
import { type RecordBatch, texts } from './record-batch.js';

/** Where records come from, as far as they and the names of their files tell. Each list is sorted. */
export type RecordPlaces = {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly interfaceIds: readonly string[];
  readonly vpcIds: readonly string[];
};

const REGION = /(?:^|[_/\\=])([a-z]{2}(?:-[a-z]+){1,2}-\d)(?=[_/\\]|$)/;

/** Collects places batch by batch, in memory that depends on how many there are and not on how many records. */
export const placeCollector = () => {
  const found = {
    accounts: new Set<string>(),
    regions: new Set<string>(),
    interfaceIds: new Set<string>(),
    vpcIds: new Set<string>(),
  };
  const collect = (batch: RecordBatch, field: FieldName & string, into: Set<string>): void => {
    for (const text of texts(batch, field)?.dictionary ?? [])
      if (text !== '-' && text !== 'unknown') into.add(text);
  };
  return {
    add: (batch: RecordBatch): void => {
      collect(batch, 'account-id', found.accounts);
      collect(batch, 'region', found.regions);
      collect(batch, 'interface-id', found.interfaceIds);
      collect(batch, 'vpc-id', found.vpcIds);
      const region = REGION.exec(batch.source)?.[1];
      if (region !== undefined) found.regions.add(region);
    },
    places: (): RecordPlaces => ({
      accounts: [...found.accounts].sort(),
      regions: [...found.regions].sort(),
      interfaceIds: [...found.interfaceIds].sort(),
      vpcIds: [...found.vpcIds].sort(),
    }),
  };
};
