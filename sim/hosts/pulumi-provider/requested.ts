/** Finds what a request is about, for a provider that serves one package. */
import { functionType, remoteComponent, resourceType } from "../../catalog.ts";
import type { FunctionType, RemoteComponent, ResourceType } from "../../core/resource-type.ts";
import { InvalidRequest } from "./invalid-request.ts";

/** @throws InvalidRequest for a function of another package, NotSimulated for one that is not modelled. */
export function requestedFunction(packageName: string, token: string): FunctionType {
  checkPackage(packageName, token);
  return functionType(token);
}

/** @throws InvalidRequest for a component of another package, NotSimulated for one that is not modelled. */
export function requestedComponent(packageName: string, token: string): RemoteComponent {
  checkPackage(packageName, token);
  return remoteComponent(token);
}

/** @throws InvalidRequest for no URN or a type of another package, NotSimulated for one that is not modelled. */
export function requestedType(packageName: string, urn: string): ResourceType {
  // urn:pulumi:stack::project::parent$type::name
  const [stack, , qualifiedType, name] = urn.split("::");
  if (qualifiedType === undefined || name === undefined || !stack!.startsWith("urn:pulumi:")) {
    throw new InvalidRequest(
      `"${urn}" is not the URN of a resource; one looks like urn:pulumi:stack::project::aws:ec2/vpc:Vpc::name`,
    );
  }
  const token = qualifiedType.split("$").at(-1)!;
  checkPackage(packageName, token);
  return resourceType(token);
}

/** Name of a resource, which may contain colons. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function checkPackage(packageName: string, token: string): void {
  if (token.startsWith(`${packageName}:`)) return;
  throw new InvalidRequest(
    `the provider of the package ${packageName} was asked for "${token}"; it has what begins with ` +
      `"${packageName}:" only. Compare PULUMI_DEBUG_PROVIDERS with what npm run cloud -- --env prints`,
  );
}
