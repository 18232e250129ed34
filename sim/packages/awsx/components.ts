import type { RemoteComponent } from "../../core/resource-type.ts";
import { awsxVpcComponent } from "./vpc.ts";

/** Components of @pulumi/awsx. */
export const awsxComponents: readonly RemoteComponent[] = [awsxVpcComponent];
