import { describe, expect, it } from 'vitest';
import { placeCollector } from '../../src/record/places.js';
import { readText } from '../../src/record/read-text.js';

const placesIn = (source: string, text: string) => {
  const collector = placeCollector();
  for (const batch of readText(text, { source }).batches) collector.add(batch);
  return collector.places();
};

const V2 =
  '2 123456789010 eni-1 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK';

describe('the places that records name', () => {
  it('are accounts and interfaces in the default format, each once, and nothing for what is not known', () => {
    const unknown = V2.replace('123456789010', 'unknown').replace('eni-1', '-');
    const other = V2.replace('eni-1', 'eni-0');
    expect(placesIn('flow.log', `${V2}\n${other}\n${V2}\n${unknown}\n`)).toEqual({
      accounts: ['123456789010'],
      regions: [],
      interfaceIds: ['eni-0', 'eni-1'],
      vpcIds: [],
    });
  });

  it('are VPCs and Regions where the format has them', () => {
    const text = 'interface-id vpc-id region srcaddr dstaddr\neni-1 vpc-1 eu-west-1 10.0.0.1 10.0.0.2\n';
    expect(placesIn('flow.log', text)).toMatchObject({ vpcIds: ['vpc-1'], regions: ['eu-west-1'] });
  });

  it.each([
    ['123456789010_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz', 'us-east-1'],
    ['AWSLogs/123456789010/vpcflowlogs/us-gov-west-1/2018/06/20/x.log', 'us-gov-west-1'],
    ['aws-region=ap-southeast-2/year=2020/x.log', 'ap-southeast-2'],
  ])('are the Region in the name that S3 files have: %s', (source, region) => {
    expect(placesIn(source, V2).regions).toEqual([region]);
  });
});
