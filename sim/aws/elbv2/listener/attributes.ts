import { attributeOperations, type AttributeRules, between, isBoolean } from "../attributes.ts";
import { validationError } from "../errors.ts";
import type { Attributes, ListenerRecord } from "../records.ts";

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

const HTTP: AttributeRules = {
  [SERVER_HEADER]: { default: "true", check: isBoolean },
  ...Object.fromEntries(
    RESPONSE_HEADERS.map((name) => [headerAttribute(name), { default: "", check: isHeaderValue }]),
  ),
};

const TCP: AttributeRules = {
  "tcp.idle_timeout.seconds": { default: "350", check: between(60, 6000) },
};

export const listenerAttributes = attributeOperations({
  name: "Listener",
  owner: "Listener",
  /** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html */
  rulesFor: ({ protocol }: Pick<ListenerRecord, "protocol">) => {
    if (protocol === "HTTP" || protocol === "HTTPS") return HTTP;
    return protocol === "TCP" ? TCP : {};
  },
  table: ({ listeners }) => listeners,
});

/** Whether a value suits its header, the load balancer does not ask: https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4097 */
function isHeaderValue(key: string, value: string): void {
  if (value.length > 1_024)
    throw validationError("The value for the attribute can not exceed 1K bytes in size");
  if (!/^[\x20-\x21\x23-\x7e]*$/.test(value)) {
    throw validationError(`The value of '${key}' contains invalid characters`);
  }
}

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

function headerAttribute(name: string): string {
  return `routing.http.response.${name}.header_value`;
}
