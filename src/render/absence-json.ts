import { print } from '../address/ip-address.js';
import type { AbsenceReason } from '../capture/absence/absence.js';
import type { NeverLogged } from '../capture/never-logged/never-logged.js';
import { blockerCode, componentOf } from '../path/blocker.js';

/** A reason for the absence of records as JSON: its kind, the interface, and its facts. */
export const absenceJson = (reason: AbsenceReason) => {
  switch (reason.kind) {
    case 'blocked': {
      const { by, ...rest } = reason;
      return {
        ...rest,
        by: { code: blockerCode(by), component: componentOf(by), interfaceId: by.interface.id },
      };
    }
    case 'other-address':
      return { ...reason, asked: print(reason.asked), shown: print(reason.shown) };
    default:
      return reason;
  }
};

/** Which row of the catalogue of what is never logged speaks here. */
export const neverLoggedJson = (row: NeverLogged | null) =>
  row === null ? null : { id: row.id, code: row.code, basis: row.basis, source: row.source };
