import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { flowcause, REJECTED, withFiles } from './cli.js';

const validate = new Ajv.default({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('src/render/schema/coverage.json', 'utf8')),
);
const scenarios = readdirSync('scenarios').map((name) => join('scenarios', name));

describe('coverage --format json', () => {
  it.each(scenarios)('%s is a document of the published schema', async (folder) => {
    const { code, out } = await flowcause('coverage', folder, '--format', 'json');
    expect(code).toBe(0);
    validate(JSON.parse(out));
    expect(validate.errors).toBeNull();
  });

  it('is refused by the schema when a point lacks its state', async () => {
    const { out } = await flowcause('coverage', scenarios[0] as string, '--format', 'json');
    const document = JSON.parse(out);
    delete document.points[0].state;
    expect(validate(document)).toBe(false);
  });

  it('carries the command that would create what is missing', async () => {
    const { out } = await flowcause('coverage', 'scenarios/flow-log-keeps-only-rejects', '--format', 'json');
    const [{ command, reason }] = JSON.parse(out).create;
    expect(reason).toBe('traffic-type');
    expect(command).toMatch(
      /^aws ec2 create-flow-logs --resource-type VPC --resource-ids vpc-\S+ --traffic-type ALL --max-aggregation-interval 60 --log-destination-type cloud-watch-logs .* --log-format '\$\{version\} .*\$\{tcp-flags\}.*'$/,
    );
  });
});

describe('coverage', () => {
  it('says what is not captured, what was lost, and which fields are lacking', async () => {
    const lost = await flowcause('coverage', 'scenarios/records-were-lost');
    expect(lost.out).toContain('2 of 2 interfaces are captured, 2 of them in both actions.');
    expect(lost.out).toContain('records lost (SKIPDATA) from 2026-01-27T12:01:00Z');
    expect(lost.out).toMatch(/who opened a TCP connection.*tcp-flags/s);
    const dark = await flowcause('coverage', 'scenarios/no-flow-log-covers-the-interface');
    expect(dark.out).toContain('NOT CAPTURED');
    const failing = await flowcause('coverage', 'scenarios/flow-log-delivers-nothing');
    expect(failing.out).toMatch(/Flow logs that deliver nothing:\n.*Access error/);
  });

  it('says what is missing to know it', () =>
    withFiles({ 'flow.log': REJECTED }, async (folder) => {
      const { out } = await flowcause('coverage', folder);
      expect(out).toContain('not known');
      expect(out).toContain('aws ec2 describe-flow-logs');
    }));

  it('exits 2 with one line when there is nothing to read', () =>
    withFiles({ 'notes.txt': 'hello' }, async (folder) => {
      const { code, out, err } = await flowcause('coverage', folder);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.trim().split('\n')).toHaveLength(1);
    }));
});

describe('--now', () => {
  const ask = (...now: readonly string[]) =>
    flowcause('explain', 'scenarios/records-are-still-on-their-way', ...now, '--format', 'json');

  it('is Unix seconds or ISO 8601 with a zone, and the two agree', async () => {
    const seconds = await ask('--now', String(Date.parse('2026-01-27T12:04:30Z') / 1000));
    const text = await ask('--now', '2026-01-27T13:04:30+01:00');
    expect(seconds.out).toBe(text.out);
    expect(JSON.parse(text.out).findings[0].code).toBe('delivery-pending');
  });

  it('tells traffic that is not there from records that are not there yet', async () => {
    const later = await ask('--now', '2026-01-27T13:04:30Z');
    expect(JSON.parse(later.out).findings[0].code).toBe('no-traffic');
    expect(
      JSON.parse(later.out).findings[0].alternatives.map(({ code }: { code: string }) => code),
    ).toContain('delivery-pending');
  });

  it.each(['noon', '2026-01-27T12:04:30', '12', '2026-13-45T00:00:00Z'])(
    'refuses %s in one line',
    async (now) => {
      const { code, err } = await ask('--now', now);
      expect(code).toBe(2);
      expect(err).toContain('--now: expected');
    },
  );
});
