/**
 * States and plans of Terraform hold passwords and keys: nothing of such a text is shown, wherever it breaks off.
 * https://developer.hashicorp.com/terraform/language/state/sensitive-data
 */
export const isConfidential = (text: string): boolean =>
  /"(?:terraform_version|format_version|lineage|sensitive_attributes|planned_values)"\s*:/.test(text);

/** `name = value`, as files of variables and of the environment hold their passwords. */
export const isAssignment = (line: string): boolean => /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=/.test(line);
