import type * as aws from "@pulumi/aws";
import {
  headerAttribute,
  responseHeadersOf,
  type ListenerProtocol,
} from "../shared/load-balancer/response-headers.ts";
import type { Former } from "./former.ts";
import { childNames } from "./names.ts";
import type { ResolvedSharedLoadBalancerArgs } from "./resolve.ts";

type Args = Pick<ResolvedSharedLoadBalancerArgs, "responseHeaders">;

/** Headers as args of a listener: those that are wanted, for the provider does nothing about an empty one. */
export function headerArgs(args: Args, protocol: ListenerProtocol): Partial<aws.lb.ListenerArgs> {
  const { server, values } = responseHeadersOf(args.responseHeaders, protocol);
  const wanted = Object.entries(values).filter(([, value]) => value !== "");
  return {
    routingHttpResponseServerEnabled: server,
    ...Object.fromEntries(wanted.map(([key, value]) => [propertyOf(key), value])),
  };
}

/** Keys of the headers that are wanted at all; they stand in the component's outputs, for the next update to know. */
export function headerKeys({ responseHeaders }: Args): readonly string[] {
  const { values } = responseHeadersOf(responseHeaders, "HTTPS");
  return Object.entries(values).flatMap(([key, value]) => (value === "" ? [] : [key]));
}

/**
 * Headers that this component gave a listener and that are to go: Pulumi's AWS provider would leave them without a word.
 *
 * https://github.com/hashicorp/terraform-provider-aws/issues/42513
 */
export function lostHeadersProblem(
  name: string,
  args: Pick<ResolvedSharedLoadBalancerArgs, "responseHeaders" | "tls">,
  { listeners, components }: Former,
): string | undefined {
  const { httpListener, httpsListener } = childNames(name);
  const wanted = headerKeys(args);
  const gone = (components[name]?.responseHeaders ?? []).filter((key) => !wanted.includes(key));
  const left = [httpListener, ...(args.tls === undefined ? [] : [httpsListener])].flatMap((listener) => {
    const { arn, ...outputs } = listeners[listener] ?? {};
    const keys = gone.filter((key) => Boolean(outputs[propertyOf(key)]));
    return keys.length === 0 ? [] : [commandThatTakesAway(String(arn), keys)];
  });
  if (left.length === 0) return undefined;
  return [
    "headers are gone from responseHeaders, and Pulumi's AWS provider cannot take a header off a listener; set them back, or",
    ...left.map((command) => `  ${command}`),
    "  pulumi refresh",
    "and update then",
  ].join("\n");
}

function commandThatTakesAway(arn: string, keys: readonly string[]): string {
  const attributes = keys.map((key) => `Key=${headerAttribute(key)},Value=`).join(" ");
  return `aws elbv2 modify-listener-attributes --listener-arn ${arn} --attributes ${attributes}`;
}

/** `x_frame_options` as `routingHttpResponseXFrameOptionsHeaderValue`. */
function propertyOf(key: string): string {
  const words = key.split("_").map((word) => `${word[0]!.toUpperCase()}${word.slice(1)}`);
  return `routingHttpResponse${words.join("")}HeaderValue`;
}
