import { z } from "zod";
import type { Caller } from "../../core/caller.ts";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Service } from "../../service.ts";
import { awsFunction } from "../pulumi/function.ts";
import { unlessGone } from "../kind/waiting.ts";
import { readCluster } from "./cluster.ts";
import { readNetworkInterface } from "./network-interface.ts";
import { readTargetGroup } from "./target-group.ts";

/** Shows an object as CloudFormation describes its type, by calls as the caller; undefined for one that is not there. */
type ReadHandler = (cloud: Cloud, caller: Caller, identifier: string) => object | undefined;

const READ_HANDLERS: Readonly<Record<string, ReadHandler>> = {
  "AWS::EC2::NetworkInterface": readNetworkInterface,
  "AWS::EKS::Cluster": readCluster,
  "AWS::ElasticLoadBalancingV2::TargetGroup": readTargetGroup,
};

interface GetResourceInput {
  readonly TypeName: string;
  readonly Identifier: string;
}

interface ResourceDescription {
  readonly Identifier: string;
  /** JSON. */
  readonly Properties: string;
}

const cloudControlOperations = {
  GetResource: operation<
    GetResourceInput,
    { readonly TypeName: string; readonly ResourceDescription: ResourceDescription }
  >({
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_cloudcontrol.html
    authorize: () => [{ action: "cloudformation:GetResource", resources: ["*"] }],
    run(cloud, { TypeName, Identifier }, caller) {
      const read = READ_HANDLERS[TypeName];
      if (read === undefined) throw new NotSimulated("cloudcontrolapi:GetResource", TypeName);
      const properties = read(cloud, caller, Identifier);
      if (properties === undefined) {
        throw new AwsError(
          "ResourceNotFoundException",
          `Resource of type '${TypeName}' with identifier '${Identifier}' was not found.`,
        );
      }
      return { TypeName, ResourceDescription: { Identifier, Properties: JSON.stringify(properties) } };
    },
  }),
};

/**
 * https://www.pulumi.com/registry/packages/aws/api-docs/cloudcontrol/getresource/
 * Words: terraform-provider-aws/internal/service/cloudcontrol/resource_data_source.go
 */
const getResource = awsFunction({
  token: "aws:cloudcontrol/getResource:getResource",
  args: { identifier: z.string(), typeName: z.string() },
  invoke(cloud, { identifier, typeName }) {
    const found = unlessGone(["ResourceNotFoundException"], () =>
      cloud.call(cloud.administrator, "cloudcontrolapi", "GetResource", {
        TypeName: typeName,
        Identifier: identifier,
      }),
    );
    if (found === undefined) {
      throw new Error(
        `reading Cloud Control API (${typeName}) Resource (${identifier}): couldn't find resource`,
      );
    }
    const { Identifier, Properties } = found.ResourceDescription;
    return { id: Identifier, identifier, typeName, properties: Properties };
  },
});

/** AWS Cloud Control API, as far as it shows things that no other Pulumi function shows. */
export const cloudControlService: Service = {
  name: "cloudcontrol",
  operations: { cloudcontrolapi: cloudControlOperations },
  functions: [getResource],
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly cloudcontrolapi: typeof cloudControlOperations;
  }
}
