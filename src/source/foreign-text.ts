import type { ForeignContent } from '../problem/problem.js';
import { tellsAwsError } from './aws-error.js';

/** Answers of `aws --output text` begin each line with the name of a structure, also where they look like a log. */
const structure = /^(?!ACCEPT|REJECT|NODATA|SKIPDATA)[A-Z][A-Z0-9]{2,}\t/;

/** Or they are ids alone. */
const awsIds = /^[a-z]+-[0-9a-f]{8}(?:[0-9a-f]{9})?(?:[\t\r\n]|$)/;

/** `resource "aws_vpc" "main" {`, behind comments too, and what `terraform plan` prints. */
const terraformCode =
  /^(?:\s|#[^\n]*\n|\/\/[^\n]*\n)*(?:(?:resource|data|variable|provider|module|terraform|locals|output|moved|import)\s*(?:"[^"\n]*"\s*)*\{|Terraform (?:will perform|used the selected))/;

/** What a text is that is neither JSON nor a log; null when it is not known. */
export const foreignText = (text: string): ForeignContent | null => {
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) return 'html-page';
  if (/^[-+|]{2}/.test(text.trimStart()) && text.includes('|')) return 'aws-table';
  if (terraformCode.test(text)) return 'terraform-code';
  return awsIds.test(text) ? 'aws-text' : null;
};

/**
 * The keys of an answer or of a template, as YAML has them: a list below its key, in a list of pages too, or a value that
 * is known to stand before.
 */
const yamlKeys =
  /^(?:#[^\n]*\n|\s)*(?:---|%YAML|(?:- )?["']?[A-Za-z][\w-]*["']?:\s*(?:\[\]|\{\})?\s*(?:\n|$)|(?:- )?(?:AWSTemplateFormatVersion|Description|NextToken|Transform|apiVersion): )/;

/** A JSON object at a line of its own, behind a few lines of text. */
const behindWarning = /^(?:[^\n]*\n){1,20}?\{\s*"/;

/**
 * Commands and their answers, as a terminal shows them, where the answers may be errors; or an answer behind a warning, as
 * `aws ... > file 2>&1` leaves it.
 */
export const isTranscript = (text: string): boolean =>
  tellsAwsError(text) ||
  (behindWarning.test(text) && !text.includes('```')) ||
  (/(?:^|[\s$>#])aws (?:\S+ )*?(?:ec2|elbv2|configservice) /m.test(text) && /^[[{]/m.test(text));

export const isYaml = (text: string): boolean => yamlKeys.test(text);

export const isAwsText = (text: string): boolean => structure.test(text);
