import { describe, expect, it } from 'vitest';
import { recordsOf } from '../../src/capture/expected-record.js';
import type { Passage } from '../../src/capture/passage.js';
import { NOT_FORETOLD } from '../../src/capture/shown/shown-field.js';
import { VPC_FIELDS } from '../../src/record/field.js';
import { networkOf } from '../aws/read.js';
import { ip } from '../filter/build.js';

type World = {
  readonly zone?: string;
  readonly zoneId?: string;
  readonly lists?: readonly unknown[];
};

/** What the fields show of a packet from the interface to this address. */
const shownOf = (
  { zone = 'us-west-2a', zoneId, lists = [] }: World,
  destination: string,
  more: Partial<Passage> = {},
) => {
  const network = networkOf(
    {
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          InterfaceType: 'interface',
          VpcId: 'vpc-1',
          SubnetId: 'subnet-1',
          OwnerId: '111122223333',
          AvailabilityZone: zone,
          PrivateIpAddress: '10.0.1.10',
          PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.10', Primary: true }],
        },
      ],
    },
    {
      Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: zone, AvailabilityZoneId: zoneId }],
    },
    { PrefixLists: lists },
  );
  const found = network.interfaces.get('eni-1');
  if (found === undefined) throw new Error('eni-1');
  const [accept, reject] = recordsOf(network, [
    {
      at: { kind: 'interface', interface: found },
      side: null,
      leg: 'request',
      direction: 'egress',
      packet: {
        source: ip('10.0.1.10'),
        destination: ip(destination),
        protocol: 6,
        sourcePort: 40_000,
        destinationPort: 443,
        icmp: null,
      },
      fate: 'unknown',
      otherRejecter: null,
      isCertain: true,
      ...more,
    },
  ]);
  return { accept: accept?.shows, reject: reject?.shows };
};

const S3 = { PrefixListId: 'pl-1', PrefixListName: 'com.amazonaws.us-west-2.s3', Cidrs: ['52.92.0.0/17'] };
const DYNAMODB = {
  PrefixListId: 'pl-2',
  PrefixListName: 'com.amazonaws.us-west-2.dynamodb',
  Cidrs: ['52.94.28.0/23'],
};

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
describe('what is shown', () => {
  it.each([
    ['52.92.0.7', ['S3', 'AMAZON']],
    ['52.94.28.7', ['DYNAMODB', 'AMAZON']],
    // Whose any other public address is, no answer tells.
    ['203.0.113.7', null],
    ['10.0.2.20', ['-']],
  ])('of the service that owns %s is %j', (address, service) => {
    const { accept } = shownOf({ lists: [S3, DYNAMODB] }, address);
    expect(accept?.get('pkt-dst-aws-service')).toEqual(service);
    expect(accept?.get('pkt-src-aws-service')).toEqual(['-']);
  });

  it('of a service is not foretold without its prefix list, nor by a list of your own that is called like it', () => {
    const named = { ...S3, PrefixListName: 'my.com.amazonaws.us-west-2.s3' };
    for (const lists of [[], [named], [DYNAMODB]])
      expect(shownOf({ lists }, '52.92.0.7').accept?.get('pkt-dst-aws-service')).toBeNull();
  });

  it.each([
    ['a zone', { zoneId: 'usw2-az1' }, ['usw2-az1', '-'], ['-', 'outpost']],
    ['a zone whose id is not known', {}, null, ['-', 'outpost']],
    [
      'a Local Zone',
      { zone: 'us-west-2-lax-1a', zoneId: 'usw2-lax1-az1' },
      ['-'],
      ['localzone', 'wavelength'],
    ],
    ['a Wavelength Zone', { zone: 'us-east-1-wl1-bos-wlz-1' }, ['-'], ['localzone', 'wavelength']],
  ])('of %s is its id, or nothing in a sublocation', (_, world, id, sublocation) => {
    const { accept } = shownOf(world, '10.0.2.20');
    expect(accept?.get('az-id')).toEqual(id);
    expect(accept?.get('sublocation-type')).toEqual(sublocation);
    expect(accept?.get('sublocation-id')).toBeNull();
  });

  it('of the reason of a rejection is none, unless something else than a filter may have rejected it', () => {
    expect(shownOf({}, '10.0.2.20').reject?.get('reject-reason')).toEqual(['-']);
    const { accept, reject } = shownOf({}, '203.0.113.7', { otherRejecter: 'BPA' });
    expect(accept?.get('reject-reason')).toEqual(['-']);
    expect(reject?.get('reject-reason')).toEqual(['BPA', '-']);
  });

  it('is foretold of every field, or the reason is said why it is not', () => {
    const { accept } = shownOf({ zoneId: 'usw2-az1', lists: [S3] }, '52.92.0.7');
    for (const { name } of VPC_FIELDS) {
      const reason = NOT_FORETOLD[name] ?? null;
      // Without a format there is no version.
      if (name === 'version') continue;
      expect({ name, isForetold: accept?.get(name) !== null }).toEqual({ name, isForetold: reason === null });
    }
  });
});
