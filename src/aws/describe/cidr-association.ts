import * as v from 'valibot';
import { optionalText } from '../field.js';

/** The state of a block that is associated with a VPC or subnet. */
export const associationState = v.nullish(v.object({ State: optionalText }));
export type AssociationState = v.InferOutput<typeof associationState>;

/** A block that was taken off stays in the answer for a while with such a state. */
export const isAssociated = (it: AssociationState): boolean =>
  !['disassociated', 'disassociating', 'failed', 'failing'].includes(it?.State ?? '');
