import * as v from 'valibot';
import { list, optionalText, text } from '../field.js';
import { type Fragment, fragment } from '../fragment.js';
import { items } from '../reader.js';

const attachments = list(v.object({ VpcId: optionalText, State: optionalText }));

const gatewayFragment = (
  id: string,
  egressOnly: boolean,
  attached: v.InferOutput<typeof attachments>,
): Fragment =>
  fragment('internetGateways', id, {
    egressOnly,
    // Recorded answers say `available` where the documentation says `attached`.
    vpcIds: attached
      .filter(({ State }) => State !== 'detaching' && State !== 'detached')
      .flatMap(({ VpcId }) => (VpcId === null ? [] : [VpcId]))
      .sort(),
  });

/** `describe-internet-gateways`. */
export const internetGateways = items({
  gives: 'internetGateways',
  schema: v.object({ InternetGatewayId: text, Attachments: attachments }),
  fragments: (it) => [gatewayFragment(it.InternetGatewayId, false, it.Attachments)],
});

/** `describe-egress-only-internet-gateways`. */
export const egressOnlyInternetGateways = items({
  schema: v.object({ EgressOnlyInternetGatewayId: text, Attachments: attachments }),
  fragments: (it) => [gatewayFragment(it.EgressOnlyInternetGatewayId, true, it.Attachments)],
});
