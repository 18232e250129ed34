import { operation } from "../../../core/operation.ts";
import { attributeList, isBoolean, isText, withAttributes, type AttributeCheck } from "../attributes.ts";
import { onResources } from "../authorization.ts";
import type { Attributes } from "../records.ts";
import type { Attribute, AttributesOutput, ListenerArnInput } from "../requests.ts";
import { elbv2State } from "../state.ts";

/** Response headers that a listener can set: the attribute is `routing.http.response.NAME.header_value`. */
const RESPONSE_HEADERS = [
  "strict_transport_security",
  "access_control_allow_origin",
  "access_control_allow_methods",
  "access_control_allow_headers",
  "access_control_allow_credentials",
  "access_control_expose_headers",
  "access_control_max_age",
  "content_security_policy",
  "x_content_type_options",
  "x_frame_options",
];

const SERVER_HEADER = "routing.http.response.server.enabled";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html */
const CHECKS: Readonly<Record<string, AttributeCheck>> = {
  [SERVER_HEADER]: isBoolean,
  ...Object.fromEntries(RESPONSE_HEADERS.map((name) => [headerAttribute(name), isText])),
};

/** Attributes of a new listener. */
export const DEFAULT_LISTENER_ATTRIBUTES: Attributes = {
  [SERVER_HEADER]: "true",
  ...Object.fromEntries(RESPONSE_HEADERS.map((name) => [headerAttribute(name), ""])),
};

/** What the listener does to responses: whether it names the server, and the headers that it sets. */
export function responseHeaders(attributes: Attributes): {
  readonly server: boolean;
  readonly set: readonly (readonly [string, string])[];
} {
  return {
    server: attributes[SERVER_HEADER] === "true",
    set: RESPONSE_HEADERS.flatMap((name) => {
      const value = attributes[headerAttribute(name)] ?? "";
      return value === "" ? [] : [[name.replaceAll("_", "-"), value] as const];
    }),
  };
}

export const describeListenerAttributes = operation<ListenerArnInput, AttributesOutput>({
  run: (cloud, { ListenerArn }) => ({
    Attributes: attributeList(elbv2State(cloud).listeners.get(ListenerArn).attributes),
  }),
});

interface ModifyListenerAttributesInput extends ListenerArnInput {
  readonly Attributes: readonly Attribute[];
}

export const modifyListenerAttributes = operation<ModifyListenerAttributesInput, AttributesOutput>({
  authorize: (cloud, { ListenerArn }) => onResources(cloud, "ModifyListenerAttributes", [ListenerArn]),
  run(cloud, { ListenerArn, Attributes: changes }) {
    const record = elbv2State(cloud).listeners.get(ListenerArn);
    record.attributes = withAttributes(record.attributes, changes, CHECKS, "Listener");
    return { Attributes: attributeList(record.attributes) };
  },
});

function headerAttribute(name: string): string {
  return `routing.http.response.${name}.header_value`;
}
