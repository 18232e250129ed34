/** What hosts ask of the types and functions of the catalog, each in one way. */
import { checkAwsProviderConfig } from "../aws/provider-config.ts";
import type { Cloud } from "../core/cloud.ts";
import type {
  CheckFailure,
  FunctionType,
  Properties,
  ProviderConfig,
  ResourceType,
} from "../core/resource-type.ts";

/** Package of a token: `aws` of `aws:ec2/vpc:Vpc`. */
export function packageOf(token: string): string {
  return token.split(":")[0]!;
}

/** Refuses what a provider of a package was configured with. @throws NotSimulated; Error in the provider's words. */
export function checkProviderConfig(cloud: Cloud, packageName: string, config: ProviderConfig): void {
  if (packageName === "aws") checkAwsProviderConfig(cloud, config);
}

/** The inputs with their defaults, and what is wrong with them; as they are for a type that has no check. */
export function checkInputs(
  type: ResourceType,
  inputs: Properties,
  subject: { readonly name: string; readonly urn: string; readonly cloud: Cloud },
): { readonly inputs: Properties; readonly failures: readonly CheckFailure[] } {
  return type.check?.(inputs, subject) ?? { inputs, failures: [] };
}

/** Calls a function, after controllers have done what is due by then. */
export function callFunction(
  type: FunctionType,
  args: Properties,
  context: { readonly cloud: Cloud; readonly provider: ProviderConfig },
): Properties {
  context.cloud.clock.advance(type.takesMs ?? 0);
  return type.invoke(context, args);
}
