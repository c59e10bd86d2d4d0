/**
 * Families of instance types on version 6 of the Nitro System, by the "Instance family summary" of AWS's specifications:
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html, and `co`, `mo`, `so`, `ac`, `hpc` beside it.
 */
const NITRO_V6 = new Set(
  [
    'm8a m8azn m8gb m8gn m8i m8ib m8id m8idb m8idn m8i-flex m8in m8ine m9g m9gd',
    'c8a c8gb c8gn c8i c8ib c8id c8i-flex c8in c8ine',
    'r8a r8gb r8gn r8i r8ib r8id r8idb r8idn r8i-flex r8in x8aedz x8i',
    'i8ge g7e p6-b200 p6-b300 hpc8a',
  ].flatMap((families) => families.split(' ')),
);

/** Families of the same generations that the pages list with an earlier version. */
const EARLIER = new Set(
  [
    'm8g m8gd c8g c8gd r8g r8gd x8g i8g p6e-gb200 mac-m4 mac-m4max mac-m4pro',
    'u-3tb1 u-6tb1 u-9tb1 u-12tb1 u-18tb1 u-24tb1',
  ].flatMap((families) => families.split(' ')),
);

/** The last generation of each series of which the pages list every family with an earlier version, or with Xen. */
const LAST_EARLIER: Readonly<Record<string, number>> = {
  m: 7,
  c: 7,
  r: 7,
  x: 2,
  u: 7,
  z: 1,
  t: 4,
  i: 7,
  im: 4,
  is: 4,
  d: 3,
  h: 1,
  g: 6,
  gr: 6,
  p: 5,
  inf: 2,
  trn: 2,
  vt: 1,
  hpc: 7,
  mac: 2,
};

/** Whether an instance type such as `m8i.large` is on version 6 of the Nitro System; families too new to be listed are unknown. */
export const isNitroV6 = (instanceType: string): boolean | 'unknown' => {
  const [family = ''] = instanceType.toLowerCase().split('.');
  if (NITRO_V6.has(family)) return true;
  if (EARLIER.has(family)) return false;
  const [, series = '', generation = ''] = /^([a-z]+)(\d+)/.exec(family) ?? [];
  const last = LAST_EARLIER[series];
  return last !== undefined && Number(generation) <= last ? false : 'unknown';
};
