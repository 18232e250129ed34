import { Address4, Address6 } from "ip-address";
import { fieldError } from "../../../../kubernetes/api/status-errors.ts";
import type { IngressClassParams } from "../kubernetes/objects.ts";

/** Facts: webhooks/elbv2/ingressclassparams_validator.go. @throws Error as shown behind "denied the request:". */
export function validateIngressClassParams({ spec = {} }: IngressClassParams): void {
  const errors = [
    ...(spec.inboundCIDRs ?? []).flatMap((cidr, index) => cidrErrors(cidr, `spec.inboundCIDRs[${index}]`)),
    ...subnetErrors(spec.subnets),
  ];
  if (errors.length > 0) throw new Error(errors.length === 1 ? errors[0] : `[${errors.join(", ")}]`);
}

function cidrErrors(cidr: string, path: string): string[] {
  const ipv6 = cidr.includes(":");
  const valid = ipv6 ? Address6.isValid(cidr) : Address4.isValid(cidr);
  if (!valid || !cidr.includes("/")) {
    const hint = valid ? ` (did you mean "${cidr}/${ipv6 ? 64 : 32}")` : "";
    return [fieldError.invalid(path, cidr, `Could not be parsed as a CIDR${hint}`)];
  }
  const address = ipv6 ? new Address6(cidr) : new Address4(cidr);
  const network = address.startAddress().correctForm();
  if (address.correctForm() === network) return [];
  const hint = `(did you mean "${network}/${address.subnetMask}")`;
  return [fieldError.invalid(path, cidr, `Network contains bits outside prefix ${hint}`)];
}

function subnetErrors(subnets: NonNullable<IngressClassParams["spec"]>["subnets"]): string[] {
  const path = "spec.subnets";
  if (subnets === undefined) return [];
  const { ids, tags } = subnets;
  if (ids !== undefined) {
    if (tags !== undefined) {
      return [fieldError.forbidden(`${path}.tags`, "may not have both `ids` and `tags` set")];
    }
    return duplicates(ids, `${path}.ids`);
  }
  if (tags === undefined) return [fieldError.required(path, "must have either `ids` or `tags`")];
  const keys = Object.keys(tags).sort();
  if (keys.length === 0) return [fieldError.required(`${path}.tags`, "must have at least one tag key")];
  return keys.flatMap((key) => duplicates(tags[key] ?? [], `${path}.tags[${key}]`));
}

function duplicates(values: readonly string[], path: string): string[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) < index ? [fieldError.duplicate(`${path}[${index}]`, value)] : [],
  );
}
