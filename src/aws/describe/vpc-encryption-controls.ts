import * as v from 'valibot';
import { optionalText, text } from '../field.js';
import { type Fragment, fragment, stated } from '../fragment.js';
import { items } from '../reader.js';

const MODES = ['monitor', 'enforce'] as const;

/** The copy that describe-vpcs carries inside a VPC; null where encryption controls were never set up. */
export const nestedEncryptionControl = v.nullish(
  v.object({
    VpcEncryptionControlId: optionalText,
    Mode: v.nullish(v.picklist(MODES)),
    State: optionalText,
  }),
);

type Item = NonNullable<v.InferOutput<typeof nestedEncryptionControl>> & { readonly VpcId: string };

export const encryptionControl = (it: Partial<Item> & Pick<Item, 'VpcId'>): readonly Fragment[] =>
  it.VpcEncryptionControlId && it.Mode
    ? [
        fragment('encryptionControls', it.VpcEncryptionControlId, {
          ...stated({ state: it.State }),
          vpcId: it.VpcId,
          mode: it.Mode,
        }),
      ]
    : [];

/** `describe-vpc-encryption-controls`. */
export const vpcEncryptionControls = items({
  gives: 'encryptionControls',
  schema: v.object({
    VpcEncryptionControlId: text,
    VpcId: text,
    Mode: v.picklist(MODES),
    State: optionalText,
  }),
  fragments: encryptionControl,
});
