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

/** What may be seen of a world: all of it, or less. Each changes the world before anything happens in it. */
export const CIRCUMSTANCES = [
  {
    name: 'everything given',
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
