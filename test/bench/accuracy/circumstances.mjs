import { DEFAULT_FIELDS, TELLING_FORMAT } from 'flowcause/testing';

const withFlowLogs = (world, change) => ({
  ...world,
  network: {
    ...world.network,
    flowLogs: new Map([...world.network.flowLogs].map(([id, it]) => [id, { ...it, ...change }])),
  },
});

/** Everything is written twice, and nothing in order. */
const twice = ({ network, capture, ...world }) => ({
  ...world,
  capture: { ...capture, reorders: true },
  network: {
    ...network,
    flowLogs: new Map(
      [...network.flowLogs.values()].flatMap((it) => [
        [it.id, it],
        [`${it.id}-again`, { ...it, id: `${it.id}-again` }],
      ]),
    ),
  },
});

/**
 * A flow log of each VPC, so that every interface is recorded, with every field that tells something, in windows of a
 * minute; and it goes on when the traffic is over.
 */
const whole = ({ network, capture, ...world }) => {
  const [drawn] = network.flowLogs.values();
  const one = { ...drawn, logFormat: TELLING_FORMAT, maxAggregationInterval: 60 };
  const flowLogs = [...network.vpcs.keys()].map((id, i) => ({ ...one, id: `fl-${i + 1}`, resourceId: id }));
  return {
    ...world,
    capture: { ...capture, writesNoData: true },
    network: { ...network, flowLogs: new Map(flowLogs.map((it) => [it.id, it])) },
  };
};

/**
 * What may be seen of a world: all of it, or less. Each changes the world before anything happens in it. As drawn, a log
 * covers VPCs, subnets or interfaces, in windows of 60 s or 600 s, and quiet windows are in it or are not.
 */
export const CIRCUMSTANCES = [
  { name: 'everything given', limit: whole, hasConfiguration: true },
  {
    name: 'logs of all kinds, telling format',
    limit: (world) => withFlowLogs(world, { logFormat: TELLING_FORMAT }),
    hasConfiguration: true,
  },
  {
    name: 'default format only',
    limit: (world) => withFlowLogs(world, { logFormat: DEFAULT_FIELDS }),
    hasConfiguration: true,
  },
  {
    name: '5 % of the records lost',
    limit: (world) => ({ ...world, capture: { ...world.capture, loss: 0.05 } }),
    hasConfiguration: true,
  },
  {
    name: 'windows of 600 s',
    limit: (world) => withFlowLogs(world, { maxAggregationInterval: 600 }),
    hasConfiguration: true,
  },
  {
    name: 'two flow logs of everything, out of order',
    limit: (world) => twice(withFlowLogs(world, { logFormat: TELLING_FORMAT })),
    hasConfiguration: true,
  },
  { name: 'no configuration', limit: (world) => world, hasConfiguration: false },
];
