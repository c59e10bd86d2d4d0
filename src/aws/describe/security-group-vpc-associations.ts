import * as v from 'valibot';
import { optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';

/** `describe-security-group-vpc-associations`. */
export const securityGroupVpcAssociations = items({
  gives: 'securityGroupAssociations',
  schema: v.object({ GroupId: text, VpcId: text, State: optionalText }),
  fragments: (it) => [
    fragment('securityGroupAssociations', `${it.GroupId} ${it.VpcId}`, {
      ...stated({ state: it.State }),
      groupId: it.GroupId,
      vpcId: it.VpcId,
    }),
  ],
});
