import { z } from "zod";
import type { Properties } from "../../../core/resource-type.ts";
import { defined } from "../../../core/defined.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { tagList, tagsWithDefaults } from "../../tags.ts";
import { listenerAttributes } from "./attributes.ts";
import { describe } from "./listener.ts";
import { elbv2State } from "../state.ts";
import { actionInput, actionProperties, apiAction } from "../rule/action-properties.ts";
import {
  attributeProperties,
  attributeProperty as attribute,
  setAttributes,
} from "../pulumi/attribute-properties.ts";
import type { MutualAuthentication } from "../shapes.ts";
import { updateTags } from "../pulumi/tags.ts";

/** Response headers that listeners can set, as parts of the properties' names. */
const HEADERS = {
  access_control_allow_credentials: "AccessControlAllowCredentials",
  access_control_allow_headers: "AccessControlAllowHeaders",
  access_control_allow_methods: "AccessControlAllowMethods",
  access_control_allow_origin: "AccessControlAllowOrigin",
  access_control_expose_headers: "AccessControlExposeHeaders",
  access_control_max_age: "AccessControlMaxAge",
  content_security_policy: "ContentSecurityPolicy",
  strict_transport_security: "StrictTransportSecurity",
  x_content_type_options: "XContentTypeOptions",
  x_frame_options: "XFrameOptions",
};

const ATTRIBUTES = [
  attribute("routing.http.response.server.enabled", "routingHttpResponseServerEnabled", "boolean"),
  ...Object.entries(HEADERS).map(([key, name]) =>
    attribute(`routing.http.response.${key}.header_value`, `routingHttpResponse${name}HeaderValue`),
  ),
];

const schema = z.object({
  certificateArn: z.string().optional(),
  defaultActions: z.array(actionInput),
  loadBalancerArn: z.string(),
  mutualAuthentication: z
    .strictObject({
      mode: z.string(),
      trustStoreArn: z.string().optional(),
      ignoreClientCertificateExpiry: z.boolean().optional(),
      advertiseTrustStoreCaNames: z.enum(["on", "off"]).optional(),
    })
    .optional(),
  port: z.number().optional(),
  protocol: z.string().optional(),
  routingHttpResponseServerEnabled: z.boolean().optional(),
  ...Object.fromEntries(
    Object.values(HEADERS).map((name) => [`routingHttpResponse${name}HeaderValue`, z.string().optional()]),
  ),
  sslPolicy: z.string().optional(),
  ...tagsInput,
});

type Inputs = z.output<typeof schema>;

/** Schema: terraform-provider-aws/internal/service/elbv2/listener.go */
export const listenerResource = awsResource({
  token: "aws:lb/listener:Listener",
  schema,
  replaceOnChange: ["loadBalancerArn"],
  computed: [
    "arn",
    "mutualAuthentication",
    "protocol",
    "sslPolicy",
    "tagsAll",
    ...ATTRIBUTES.map(({ path }) => path[0]),
  ],

  create(context, inputs) {
    const { cloud, provider } = context;
    const { Listeners } = cloud.call(cloud.administrator, "elasticloadbalancing", "CreateListener", {
      LoadBalancerArn: inputs.loadBalancerArn,
      ...settings(inputs),
      Tags: tagList(tagsWithDefaults(provider, inputs.tags)),
    });
    const arn = Listeners[0]!.ListenerArn;
    setAttributes(context, listenerAttributes, arn, { table: given(inputs), inputs });
    return arn;
  },

  read(context, arn, properties) {
    const record = elbv2State(context.cloud).listeners.find(arn);
    if (record === undefined) return undefined;
    const listener = describe(context.cloud, record);
    return {
      arn,
      certificateArn: listener.Certificates?.[0]?.CertificateArn,
      defaultActions: listener.DefaultActions.map(actionProperties),
      loadBalancerArn: listener.LoadBalancerArn,
      mutualAuthentication: listener.MutualAuthentication && mutualProperties(listener.MutualAuthentication),
      port: listener.Port,
      protocol: listener.Protocol,
      sslPolicy: listener.SslPolicy ?? "",
      ...attributeProperties(ATTRIBUTES, record.attributes),
      ...tagOutputs(context, record.tags, properties),
    };
  },

  update(context, arn, before, after) {
    const { cloud } = context;
    cloud.call(cloud.administrator, "elasticloadbalancing", "ModifyListener", {
      ListenerArn: arn,
      ...settings(after),
    });
    setAttributes(context, listenerAttributes, arn, { table: given(after), inputs: after });
    updateTags(context, arn, before.tags, after.tags);
  },

  delete({ cloud }, arn) {
    if (!elbv2State(cloud).listeners.has(arn)) return;
    cloud.call(cloud.administrator, "elasticloadbalancing", "DeleteListener", { ListenerArn: arn });
  },
});

function mutualProperties(mutual: MutualAuthentication): Properties {
  return defined({
    mode: mutual.Mode,
    trustStoreArn: mutual.TrustStoreArn,
    ignoreClientCertificateExpiry: mutual.IgnoreClientCertificateExpiry,
    advertiseTrustStoreCaNames: mutual.AdvertiseTrustStoreCaNames,
  });
}

function apiMutual(inputs: NonNullable<Inputs["mutualAuthentication"]>): MutualAuthentication {
  const { mode: Mode, trustStoreArn: TrustStoreArn } = inputs;
  if (Mode !== "verify") return { Mode, ...defined({ TrustStoreArn }) };
  return {
    Mode,
    ...defined({ TrustStoreArn, AdvertiseTrustStoreCaNames: inputs.advertiseTrustStoreCaNames }),
    IgnoreClientCertificateExpiry: inputs.ignoreClientCertificateExpiry ?? false,
  };
}

/**
 * The provider leaves attributes as they are that are not given any more or empty:
 * https://github.com/hashicorp/terraform-provider-aws/issues/42513
 */
function given(inputs: Properties) {
  return ATTRIBUTES.filter(({ path: [name] }) => inputs[name] !== undefined && inputs[name] !== "");
}

function settings(inputs: Inputs) {
  const { certificateArn, mutualAuthentication } = inputs;
  return {
    Port: inputs.port,
    // The provider takes HTTP for a listener of an Application Load Balancer that says nothing.
    Protocol: inputs.protocol ?? "HTTP",
    SslPolicy: inputs.sslPolicy,
    Certificates: certificateArn === undefined ? undefined : [{ CertificateArn: certificateArn }],
    DefaultActions: inputs.defaultActions.map(apiAction),
    MutualAuthentication: mutualAuthentication && apiMutual(mutualAuthentication),
  };
}
