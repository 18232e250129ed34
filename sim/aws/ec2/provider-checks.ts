/** Input checks of terraform-provider-aws, in its words. */
import type { CheckFailure } from "../../core/resource-type.ts";
import { parseBlock } from "./cidr.ts";

/**
 * An IPv4 block without host bits.
 *
 * Words: `verify.ValidIPv4CIDRNetworkAddress`, terraform-provider-aws/internal/verify/validate.go.
 */
export function networkAddress(property: string, cidr: string | undefined): CheckFailure[] {
  if (cidr === undefined) return [];
  const block = parseBlock(cidr);
  if (block === undefined) {
    return [{ property, reason: `"${cidr}" is not a valid IPv4 CIDR block: invalid CIDR address: ${cidr}` }];
  }
  if (block.cidr === cidr) return [];
  return [{ property, reason: `"${cidr}" is not a valid IPv4 CIDR block; did you mean "${block.cidr}"?` }];
}

/**
 * A network address with a prefix length in a range.
 *
 * Words: `validation.IsCIDRNetwork`, terraform-plugin-sdk/helper/validation/network.go.
 */
export function networkOfSize(
  property: string,
  argument: string,
  cidr: string | undefined,
  [shortest, longest]: readonly [number, number],
): CheckFailure[] {
  if (cidr === undefined) return [];
  const block = parseBlock(cidr);
  if (block === undefined) {
    return [
      {
        property,
        reason: `expected "${argument}" to be a valid IPv4 Value, got ${cidr}: invalid CIDR address: ${cidr}`,
      },
    ];
  }
  const failures: CheckFailure[] = [];
  if (block.cidr !== cidr) {
    failures.push({
      property,
      reason: `expected ${argument} to contain a valid network Value, expected ${block.cidr}, got ${cidr}`,
    });
  }
  if (block.prefixLength < shortest || block.prefixLength > longest) {
    failures.push({
      property,
      reason: `expected "${argument}" to contain a network Value with between ${shortest} and ${longest} significant bits, got: ${block.prefixLength}`,
    });
  }
  return failures;
}

/** Words: `ConflictsWith` of terraform-plugin-sdk, helper/schema/schema.go. */
export function conflict(inputs: object, property: string, argument: string, other: string): CheckFailure[] {
  const values = inputs as Readonly<Record<string, unknown>>;
  const otherProperty = other.replaceAll(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
  if (values[property] === undefined || values[otherProperty] === undefined) return [];
  return [{ property, reason: `"${argument}": conflicts with ${other}` }];
}
