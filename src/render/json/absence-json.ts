import { print } from '../../address/ip-address.js';
import type { AbsenceReason } from '../../capture/absence/absence.js';
import type { NeverLogged } from '../../capture/never-logged/never-logged.js';
import { stopperCode, stopperComponent } from '../words/stopper-words.js';

/** A reason for the absence of records as JSON: its kind, the interface, and its facts. */
export const absenceJson = (reason: AbsenceReason) => {
  switch (reason.kind) {
    case 'blocked':
    case 'goes-no-further': {
      const { by, ...rest } = reason;
      const interfaceId = by.kind === 'filter' ? by.at.interface.id : null;
      return { ...rest, by: { code: stopperCode(by), component: stopperComponent(by), interfaceId } };
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
