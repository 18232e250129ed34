import type { Cloud } from "../../../cloud.ts";
import { AwsError } from "../../../core/errors.ts";
import type { FunctionType, Properties } from "../../../core/resource-type.ts";
import { tagMap } from "../../tags.ts";
import type { Attributes } from "../attributes.ts";
import { actionProperties } from "./actions.ts";
import { attributeProperties } from "./attribute-properties.ts";
import {
  LOAD_BALANCER_ATTRIBUTES,
  LOG_ATTRIBUTES,
  loadBalancerProperties,
} from "./load-balancer-properties.ts";
import {
  stickinessAttributes,
  TARGET_GROUP_ATTRIBUTES,
  targetGroupProperties,
} from "./target-group-properties.ts";

/** How getTargetGroup and getLoadBalancer are asked: by ARN, else by name, and always by tags. */
interface SearchArgs {
  readonly arn?: string;
  readonly name?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** https://www.pulumi.com/registry/packages/aws/api-docs/lb/gettargetgroup/ */
export const getTargetGroup: FunctionType = {
  token: "aws:lb/getTargetGroup:getTargetGroup",
  invoke({ cloud }, args) {
    const { arn, name, tags } = args as SearchArgs;
    const { TargetGroups: groups } = described("ELBv2 Target Groups", () =>
      cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeTargetGroups", {
        TargetGroupArns: arn === undefined ? undefined : [arn],
        Names: arn === undefined && name !== undefined ? [name] : undefined,
      }),
    );
    const group = only(groups.filter(({ TargetGroupArn }) => hasTags(cloud, TargetGroupArn, tags)));
    const { attributes } = cloud.elbv2.targetGroups.get(group.TargetGroupArn);
    return {
      id: group.TargetGroupArn,
      ...targetGroupProperties(group),
      ...attributeProperties(TARGET_GROUP_ATTRIBUTES, attributes),
      ...attributeProperties(stickinessAttributes(attributes["stickiness.type"]), attributes),
      connectionTermination: false,
      // The function gives this one as text, the resource as a number.
      deregistrationDelay: attributes["deregistration_delay.timeout_seconds"],
      lambdaMultiValueHeadersEnabled: false,
      preserveClientIp: "",
      proxyProtocolV2: false,
      region: cloud.region,
      tags: tagsOf(cloud, group.TargetGroupArn),
      targetControlPort: 0,
    };
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/lb/getloadbalancer/ */
export const getLoadBalancer: FunctionType = {
  token: "aws:lb/getLoadBalancer:getLoadBalancer",
  invoke({ cloud }, args) {
    const { arn, name, tags } = args as SearchArgs;
    const { LoadBalancers: found } = described("ELBv2 Load Balancers", () =>
      cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeLoadBalancers", {
        LoadBalancerArns: arn === undefined ? undefined : [arn],
        Names: arn === undefined && name !== undefined ? [name] : undefined,
      }),
    );
    const loadBalancer = only(found.filter(({ LoadBalancerArn }) => hasTags(cloud, LoadBalancerArn, tags)));
    const { attributes } = cloud.elbv2.loadBalancers.get(loadBalancer.LoadBalancerArn);
    const { accessLogs, connectionLogs, healthCheckLogs } = attributeProperties(LOG_ATTRIBUTES, attributes);
    return {
      id: loadBalancer.LoadBalancerArn,
      ...loadBalancerProperties(loadBalancer),
      ...attributeProperties(LOAD_BALANCER_ATTRIBUTES, attributes),
      accessLogs,
      connectionLogs: [connectionLogs],
      dnsRecordClientRoutingPolicy: "",
      enablePrefixForIpv6SourceNat: "",
      healthCheckLogs: [healthCheckLogs],
      ipamPools: [],
      region: cloud.region,
      secondaryIpsAutoAssignedPerSubnet: 0,
      tags: tagsOf(cloud, loadBalancer.LoadBalancerArn),
    };
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/lb/getlistener/ */
export const getListener: FunctionType = {
  token: "aws:lb/getListener:getListener",
  invoke({ cloud }, args) {
    const { arn, loadBalancerArn, port } = args as { arn?: string; loadBalancerArn?: string; port?: number };
    const { Listeners: found } = described("ELBv2 Listener", () =>
      cloud.call(
        cloud.administrator,
        "elasticloadbalancing",
        "DescribeListeners",
        arn === undefined ? { LoadBalancerArn: loadBalancerArn } : { ListenerArns: [arn] },
      ),
    );
    const listener = only(
      found.filter(({ Port }) => arn !== undefined || port === undefined || Port === port),
    );
    return {
      id: listener.ListenerArn,
      alpnPolicy: "",
      arn: listener.ListenerArn,
      certificateArn: listener.Certificates?.[0]?.CertificateArn ?? "",
      defaultActions: listener.DefaultActions.map((action) => plural(actionProperties(action))),
      loadBalancerArn: listener.LoadBalancerArn,
      mutualAuthentications:
        listener.MutualAuthentication === undefined
          ? []
          : [
              {
                advertiseTrustStoreCaNames: "",
                ignoreClientCertificateExpiry: false,
                mode: listener.MutualAuthentication.Mode,
                trustStoreArn: "",
              },
            ],
      port: listener.Port,
      protocol: listener.Protocol,
      region: cloud.region,
      sslPolicy: listener.SslPolicy ?? "",
      tags: tagsOf(cloud, listener.ListenerArn),
    };
  },
};

/** Functions show the blocks of an action as lists. */
function plural({ fixedResponse, forward, redirect, ...rest }: Properties): Properties {
  const list = (block: unknown) => (block === undefined ? [] : [block]);
  const forwards = list(forward).map((block) => {
    const { stickiness, targetGroups } = block as Properties;
    return { stickinesses: list(stickiness), targetGroups };
  });
  return {
    ...rest,
    authenticateCognitos: [],
    authenticateOidcs: [],
    fixedResponses: list(fixedResponse),
    forwards,
    jwtValidations: [],
    redirects: list(redirect),
  };
}

/** The provider's words around an error of the API. */
function described<T>(what: string, describe: () => T): T {
  try {
    return describe();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(error.code, `reading ${what}: ${error.code}: ${error.message}`, error.statusCode);
  }
}

/** @throws Error in the words of terraform-provider-aws, which Pulumi's AWS provider is made of. */
function only<T>(found: readonly T[]): T {
  const [one, ...others] = found;
  if (one === undefined || others.length > 0) {
    throw new Error(`Search returned ${found.length} results, please revise so only one is returned`);
  }
  return one;
}

function hasTags(cloud: Cloud, arn: string, wanted: SearchArgs["tags"] = {}): boolean {
  const tags = tagsOf(cloud, arn);
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}

function tagsOf(cloud: Cloud, arn: string): Attributes {
  const { TagDescriptions } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeTags", {
    ResourceArns: [arn],
  });
  return tagMap(TagDescriptions[0]?.Tags);
}
