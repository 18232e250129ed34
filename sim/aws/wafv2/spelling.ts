/** Rules as Pulumi spells them, and as the API does. */

/** Members whose spelling is not the same but for the first letter. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  arn: "ARN",
  cloudwatchMetricsEnabled: "CloudWatchMetricsEnabled",
  forwardedIpConfig: "ForwardedIPConfig",
  ipSetForwardedIpConfig: "IPSetForwardedIPConfig",
  ipSetReferenceStatement: "IPSetReferenceStatement",
};

const BACK = Object.fromEntries(Object.entries(OTHER_WORDS).map(([ours, api]) => [api, ours]));

export function toApi(value: unknown): unknown {
  return spelled(value, (key) => OTHER_WORDS[key] ?? key[0]!.toUpperCase() + key.slice(1));
}

export function fromApi(value: unknown): unknown {
  return spelled(value, (key) => BACK[key] ?? key[0]!.toLowerCase() + key.slice(1));
}

function spelled(value: unknown, spell: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => spelled(one, spell));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [spell(key), spelled(one, spell)]));
}
