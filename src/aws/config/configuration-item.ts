import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';

/**
 * One state of one resource. The names differ by the channel it came through.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
 */
export type ConfigurationItem = {
  readonly type: string;
  readonly id: string;
  readonly accountId: string | null;
  readonly region: string | null;
  /** Unix seconds. */
  readonly capturedAt: number | null;
  readonly isDeleted: boolean;
  /** Null: AWS Config has not recorded it, or the item comes without. */
  readonly configuration: PlainObject | null;
};

const textIn = (item: PlainObject, ...names: readonly string[]): string | null =>
  names.map((name) => item[name]).find((value): value is string => typeof value === 'string') ?? null;

/** The value of a text of JSON; anything else as it is, and null for a text that is none. */
export const parsedText = (text: unknown): unknown => {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Some channels carry the configuration as a text of JSON; of a deleted resource it is the text `null`. */
const configurationOf = (configuration: unknown): PlainObject | null => {
  const value = parsedText(configuration);
  return isPlainObject(value) && Object.keys(value).length > 0 ? value : null;
};

/** Some tools print numbers of seconds, everything else ISO text. */
const captureTime = ({ configurationItemCaptureTime: time }: PlainObject): number | null => {
  if (typeof time === 'number') return time;
  const milliseconds = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
};

export const isConfigurationItem = (json: unknown): boolean =>
  isPlainObject(json) &&
  typeof json.resourceType === 'string' &&
  json.resourceType.includes('::') &&
  ('configuration' in json || 'configurationItemStatus' in json);

export const configurationItem = (item: PlainObject): ConfigurationItem => ({
  type: textIn(item, 'resourceType') ?? '',
  id: textIn(item, 'resourceId', 'resourceName', 'arn', 'ARN') ?? '',
  accountId: textIn(item, 'awsAccountId', 'accountId'),
  region: textIn(item, 'awsRegion'),
  capturedAt: captureTime(item),
  isDeleted: (textIn(item, 'configurationItemStatus') ?? '').startsWith('ResourceDeleted'),
  configuration: configurationOf(item.configuration),
});
