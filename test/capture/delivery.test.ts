import { describe, expect, it } from 'vitest';
import { coverageReader } from '../../src/capture/coverage/coverage-report.js';
import { createFlowLogsCommand, standIns } from '../../src/render/words/create-flow-logs-words.js';
import { networkOf } from '../aws/read.js';

const INTERFACES = {
  NetworkInterfaces: [
    { NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1', SubnetId: 'subnet-1' },
    { NetworkInterfaceId: 'eni-2', VpcId: 'vpc-2', SubnetId: 'subnet-2' },
  ],
};
const ROLE = 'arn:aws:iam::111122223333:role/flow-logs';

const GROUP = {
  LogDestinationType: 'cloud-watch-logs',
  LogGroupName: 'vpc-1',
  DeliverLogsPermissionArn: ROLE,
};
const BUCKET = { LogDestinationType: 's3', LogDestination: 'arn:aws:s3:::bucket/prefix/' };

type Log = Readonly<Record<string, unknown>>;

/** What is proposed beside these flow logs: `vpc-1` has the default format, nobody records `vpc-2`. */
const proposedBeside = (...logs: readonly Log[]) => {
  const FlowLogs = logs.map((log, i) => ({
    FlowLogId: `fl-${i + 1}`,
    ResourceId: 'vpc-1',
    TrafficType: 'ALL',
    FlowLogStatus: 'ACTIVE',
    ...log,
  }));
  const { requests } = coverageReader(networkOf(INTERFACES, { FlowLogs })).report();
  return requests.map((request) => ({
    on: request.resourceIds.join(' '),
    like: request.delivery.like,
    to: /--log-destination-type (.*) --log-format/.exec(createFlowLogsCommand(request))?.[1],
    fillIn: standIns(request),
  }));
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
describe('where a proposed flow log delivers', () => {
  it('is where a flow log delivers that is there, so that the command can be run as it is', () => {
    expect(proposedBeside(BUCKET)).toEqual([
      { on: 'vpc-2', like: 'fl-1', to: 's3 --log-destination arn:aws:s3:::bucket/prefix/', fillIn: [] },
      { on: 'vpc-1', like: 'fl-1', to: 's3 --log-destination arn:aws:s3:::bucket/prefix/', fillIn: [] },
    ]);
  });

  it('is a log group of its own for what another format of the same interfaces goes to', () => {
    const role = `--deliver-logs-permission-arn ${ROLE}`;
    expect(proposedBeside(GROUP).map(({ on, to }) => [on, to])).toEqual([
      ['vpc-2', `cloud-watch-logs --log-group-name vpc-1 ${role}`],
      ['vpc-1', `cloud-watch-logs --log-group-name vpc-1-all-fields ${role}`],
    ]);
  });

  it('keeps the options of files, and the roles of a delivery stream', () => {
    const options = { FileFormat: 'parquet', HiveCompatiblePartitions: true, PerHourPartition: false };
    expect(proposedBeside({ ...BUCKET, DestinationOptions: options })[0]?.to).toBe(
      's3 --log-destination arn:aws:s3:::bucket/prefix/ --destination-options FileFormat=parquet,HiveCompatiblePartitions=true,PerHourPartition=false',
    );
    const stream = 'arn:aws:firehose:us-east-1:444455556666:deliverystream/logs';
    const other = 'arn:aws:iam::444455556666:role/AWSLogDeliveryFirehoseCrossAccountRole';
    const firehose = {
      LogDestinationType: 'kinesis-data-firehose',
      LogDestination: stream,
      DeliverLogsPermissionArn: ROLE,
      DeliverCrossAccountRole: other,
    };
    expect(proposedBeside(firehose)[0]?.to).toBe(
      `kinesis-data-firehose --log-destination ${stream} --deliver-logs-permission-arn ${ROLE} --deliver-cross-account-role ${other}`,
    );
  });

  it('takes the log group from its ARN, and quotes what a shell would read', () => {
    const arn = 'arn:aws:logs:us-east-1:111122223333:log-group:/vpc/#1:*';
    const [first] = proposedBeside({ LogDestination: arn, DeliverLogsPermissionArn: ROLE });
    expect(first?.to).toContain("--log-group-name '/vpc/#1' ");
  });

  it('is not that of a flow log which fails; what nobody says is a word in capitals, and named', () => {
    const failing = { ...BUCKET, DeliverLogsErrorMessage: 'Access error' };
    expect(proposedBeside(failing)).toEqual([
      {
        on: 'vpc-2',
        like: null,
        to: 's3 --log-destination arn:aws:s3:::BUCKET',
        fillIn: ['arn:aws:s3:::BUCKET'],
      },
    ]);
    const [first] = proposedBeside({ LogGroupName: 'vpc-1' });
    expect(first).toMatchObject({ like: 'fl-1', fillIn: ['ROLE-ARN'] });
    expect(proposedBeside()[0]?.fillIn).toEqual(['LOG-GROUP', 'ROLE-ARN']);
  });

  it('is first of all that of the same resource, then the one that says most, then the most common', () => {
    const elsewhere = { ...BUCKET, ResourceId: 'subnet-9', LogDestination: 'arn:aws:s3:::other' };
    const likes = (...logs: readonly Log[]) =>
      Object.fromEntries(proposedBeside(...logs).map(({ on, like }) => [on, like]));
    expect(likes(elsewhere, BUCKET)['vpc-1']).toBe('fl-2');
    expect(likes({ LogGroupName: 'vpc-1' }, elsewhere)['vpc-2']).toBe('fl-2');
    expect(likes(BUCKET, elsewhere, { ...elsewhere, ResourceId: 'subnet-8' })['vpc-2']).toBe('fl-2');
  });
});
