import * as v from 'valibot';
import type { Instance } from '../../network/instance.js';
import { list, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';
import { interfaceFragment, networkInterface } from './network-interfaces.js';

const instance = v.object({
  InstanceId: text,
  VpcId: optionalText,
  SubnetId: optionalText,
  InstanceType: optionalText,
  Platform: optionalText,
  PlatformDetails: optionalText,
  State: v.nullish(v.object({ Name: optionalText })),
  NetworkInterfaces: list(networkInterface),
});

/**
 * `Platform` is `Windows` or `windows`, and left out for everything else; an item without even a type says nothing.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
 */
const platformOf = (it: v.InferOutput<typeof instance>): Instance['platform'] => {
  const said = it.Platform ?? it.PlatformDetails;
  if (said === null) return it.InstanceType === null ? null : 'other';
  return said.toLowerCase().startsWith('windows') ? 'windows' : 'other';
};

/** `describe-instances`, with the copies of their interfaces, which have fewer keys than describe-network-interfaces. */
export const instances = items({
  gives: 'instances',
  within: 'Instances',
  schema: instance,
  fragments: (it) => [
    fragment(
      'instances',
      it.InstanceId,
      stated({
        vpcId: it.VpcId,
        subnetId: it.SubnetId,
        type: it.InstanceType,
        platform: platformOf(it),
        state: it.State?.Name,
      }),
    ),
    ...it.NetworkInterfaces.map((one) => interfaceFragment(one, it.InstanceId)),
  ],
});
