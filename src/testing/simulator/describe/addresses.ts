import { type Cidr, familyOf, print } from '../../../address/cidr.js';

/** Blocks of one family, as AWS prints them. */
export const blocks = (cidrs: readonly Cidr[], family: 4 | 6): readonly string[] =>
  cidrs.filter((cidr) => familyOf(cidr) === family).map(print);

/** Keys whose value is not known are left out, as AWS does. */
export const said = (values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
