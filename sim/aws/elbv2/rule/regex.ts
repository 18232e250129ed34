/** Regular expressions of rules. */
import { validationError } from "../errors.ts";

/**
 * What JavaScript has and the service does not: lookaheads, lookbehinds, back references, atomic groups, possessive
 * quantifiers, subroutines, recursion and classes of Unicode.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 */
const NOT_SUPPORTED = /\(\?(?:<?[=!]|>|R|[0-9&])|[*+?}]\+|\\(?:[1-9]|k|p|P)/;

/** @throws AwsError ValidationError, in words of our own: those of the service are not known. */
export function checkRegex(source: string, of: string): void {
  if (isRegex(source) && !NOT_SUPPORTED.test(source.replaceAll("\\\\", ""))) return;
  throw validationError(`The '${of}' regular expression '${source}' is not valid`);
}

function isRegex(source: string): boolean {
  try {
    new RegExp(source);
    return true;
  } catch {
    return false;
  }
}
