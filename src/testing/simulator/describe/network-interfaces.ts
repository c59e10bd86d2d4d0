import { print as printBlock } from '../../../address/cidr.js';
import { equals, type IpAddress, print } from '../../../address/ip-address.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import { said } from './addresses.js';

const associationOf = ({ associations }: NetworkInterface, address: IpAddress) => {
  const found = associations.find(({ privateAddress }) => equals(privateAddress, address));
  return found === undefined
    ? {}
    : { Association: { PublicIp: print(found.publicAddress), IpOwnerId: 'amazon' } };
};

const isPrimary = ({ primaryIpv4 }: NetworkInterface, address: IpAddress): boolean =>
  primaryIpv4 !== null && equals(primaryIpv4, address);

const trackingOf = ({ connectionTracking: set }: NetworkInterface) =>
  set === null
    ? null
    : said({
        TcpEstablishedTimeout: set.tcpEstablishedTimeout,
        UdpStreamTimeout: set.udpStreamTimeout,
        UdpTimeout: set.udpTimeout,
      });

const printed = (it: NetworkInterface) => {
  const four = it.privateAddresses.filter(({ family }) => family === 4);
  return said({
    NetworkInterfaceId: it.id,
    VpcId: it.vpcId,
    SubnetId: it.subnetId,
    AvailabilityZone: it.availabilityZone,
    OwnerId: it.ownerId,
    InterfaceType: it.type,
    Description: it.description,
    RequesterManaged: it.requesterManaged,
    SourceDestCheck: it.sourceDestCheck,
    Status: 'in-use',
    PrivateIpAddress: it.primaryIpv4 === null ? null : print(it.primaryIpv4),
    PrivateIpAddresses: four.map((address) => ({
      PrivateIpAddress: print(address),
      Primary: isPrimary(it, address),
      ...associationOf(it, address),
    })),
    ...(it.primaryIpv4 === null ? {} : associationOf(it, it.primaryIpv4)),
    Ipv6Addresses: it.privateAddresses
      .filter(({ family }) => family === 6)
      .map((address) => ({ Ipv6Address: print(address) })),
    Ipv4Prefixes: it.prefixes
      .filter(({ network }) => network.family === 4)
      .map((block) => ({ Ipv4Prefix: printBlock(block) })),
    Groups: it.securityGroupIds?.map((GroupId) => ({ GroupId })),
    Attachment: it.instanceId === null ? null : { InstanceId: it.instanceId, Status: 'attached' },
    ConnectionTrackingConfiguration: trackingOf(it),
  });
};

/** `aws ec2 describe-network-interfaces`. */
export const describeNetworkInterfaces = ({ interfaces }: Network) => ({
  NetworkInterfaces: [...interfaces.values()].map(printed),
});

/** `aws ec2 describe-instances`. */
export const describeInstances = ({ instances }: Network) => ({
  Reservations: [
    {
      Instances: [...instances.values()].map((it) =>
        said({
          InstanceId: it.id,
          VpcId: it.vpcId,
          SubnetId: it.subnetId,
          InstanceType: it.type,
          Platform: it.platform === 'windows' ? 'windows' : null,
          State: it.state === null ? null : { Name: it.state },
        }),
      ),
    },
  ],
});
