/** Rules as Pulumi spells them, and as the API does. */
import { spellings } from "../spelling.ts";

export const { toApi, fromApi } = spellings({
  arn: "ARN",
  cloudwatchMetricsEnabled: "CloudWatchMetricsEnabled",
  forwardedIpConfig: "ForwardedIPConfig",
  ipSetForwardedIpConfig: "IPSetForwardedIPConfig",
  ipSetReferenceStatement: "IPSetReferenceStatement",
});
