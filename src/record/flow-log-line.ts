import { readAddress } from './field-value.js';
import { fromHeader } from './record-format.js';
import { wordsOf } from './text-line.js';

const verdict = /^(ACCEPT|REJECT|NODATA|SKIPDATA)$/;
const awsId = /^(eni|vpc|subnet|i|tgw|tgw-attach|nat|arn)[-:][0-9a-zA-Z:/_-]+$/;
const value = /^(-|\d+|[A-Z0-9_]+|\d{4}-\d\d-\d\dT\S+)$/;

const isTelling = (word: string): boolean =>
  verdict.test(word) || awsId.test(word) || (word !== '-' && readAddress(word) !== null);

/** Could the line stand in a flow log, whatever its format? A header could, and words that are mostly values of records. */
export const isFlowLogLine = (line: string): boolean => {
  const words = wordsOf(line);
  if (fromHeader(words) !== null) return true;
  const values = words.filter((word) => isTelling(word) || value.test(word)).length;
  return words.some(isTelling) && 2 * values >= words.length;
};
