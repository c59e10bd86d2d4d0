type Value = string | number | boolean;
export type Arguments = readonly (readonly [name: string, value: Value])[];

/** `${` would begin an expression, and `%{` a directive. */
const literal = (value: Value): string =>
  typeof value === 'string'
    ? JSON.stringify(value).replace(/[$%](?=\{)/g, (sign) => sign + sign)
    : String(value);

const assignments = (args: Arguments, indent: string): readonly string[] => {
  const width = Math.max(...args.map(([key]) => key.length));
  return args.map(([key, value]) => `${indent}${key.padEnd(width)} = ${literal(value)}`);
};

/** A block inside a resource. */
export const nested = (name: string, args: Arguments): readonly string[] => [
  `  ${name} {`,
  ...assignments(args, '    '),
  '  }',
];

/** A resource as `terraform fmt` writes it. */
export const resource = (
  type: string,
  name: string,
  args: Arguments,
  inside: readonly string[] = [],
): readonly string[] => [
  `resource "${type}" "${name}" {`,
  ...assignments(args, '  '),
  ...(inside.length > 0 ? ['', ...inside] : []),
  '}',
];

/** Letters, digits and underscores, of which the first is a letter. */
export const nameOf = (...parts: readonly string[]): string => parts.join('_').replace(/[^A-Za-z0-9]+/g, '_');
