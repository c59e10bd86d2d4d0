const sorted = (value: unknown): unknown => {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(sorted(item))).sort();
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
};

/** A text that is the same for equal values, whatever the order of their keys and of their lists. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value));
