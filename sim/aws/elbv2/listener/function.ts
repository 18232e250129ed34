import { z } from "zod";
import type { Properties } from "../../../core/resource-type.ts";
import { awsFunction } from "../../pulumi/function.ts";
import { actionProperties } from "../rule/action-properties.ts";
import { described, listBlocks, only, tagsOf } from "../pulumi/search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/lb/getlistener/ */
export const getListener = awsFunction({
  token: "aws:lb/getListener:getListener",
  takesMs: 1000,
  args: {
    arn: z.string().optional(),
    loadBalancerArn: z.string().optional(),
    port: z.number().optional(),
  },
  invoke(cloud, { arn, loadBalancerArn, port }) {
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
    const { MutualAuthentication: mutual } = listener;
    return {
      id: listener.ListenerArn,
      alpnPolicy: "",
      arn: listener.ListenerArn,
      certificateArn: listener.Certificates?.[0]?.CertificateArn ?? "",
      defaultActions: listener.DefaultActions.map((action) => listBlocks(actionProperties(action))),
      loadBalancerArn: listener.LoadBalancerArn,
      mutualAuthentications: mutual === undefined ? [] : [withoutTrustStore(mutual.Mode)],
      port: listener.Port,
      protocol: listener.Protocol,
      sslPolicy: listener.SslPolicy ?? "",
      tags: tagsOf(cloud, listener.ListenerArn),
    };
  },
});

function withoutTrustStore(mode: string | undefined): Properties {
  return { advertiseTrustStoreCaNames: "", ignoreClientCertificateExpiry: false, mode, trustStoreArn: "" };
}
