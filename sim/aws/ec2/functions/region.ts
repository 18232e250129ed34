import { NotSimulated } from "../../../core/errors.ts";
import { awsFunction } from "../../pulumi/function.ts";

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  "af-south-1": "Africa (Cape Town)",
  "ap-east-1": "Asia Pacific (Hong Kong)",
  "ap-northeast-1": "Asia Pacific (Tokyo)",
  "ap-northeast-2": "Asia Pacific (Seoul)",
  "ap-northeast-3": "Asia Pacific (Osaka)",
  "ap-south-1": "Asia Pacific (Mumbai)",
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "ca-central-1": "Canada (Central)",
  "cn-north-1": "China (Beijing)",
  "cn-northwest-1": "China (Ningxia)",
  "eu-central-1": "Europe (Frankfurt)",
  "eu-north-1": "Europe (Stockholm)",
  "eu-south-1": "Europe (Milan)",
  "eu-west-1": "Europe (Ireland)",
  "eu-west-2": "Europe (London)",
  "eu-west-3": "Europe (Paris)",
  "me-south-1": "Middle East (Bahrain)",
  "sa-east-1": "South America (Sao Paulo)",
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-gov-east-1": "AWS GovCloud (US-East)",
  "us-gov-west-1": "AWS GovCloud (US-West)",
  "us-west-1": "US West (N. California)",
  "us-west-2": "US West (Oregon)",
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/getregion/ */
export const getRegion = awsFunction({
  token: "aws:index/getRegion:getRegion",
  args: {},
  invoke({ region, dnsSuffix }) {
    const description = DESCRIPTIONS[region];
    if (description === undefined)
      throw new NotSimulated("aws:index/getRegion:getRegion", `region ${region}`);
    return { description, endpoint: `ec2.${region}.${dnsSuffix}`, id: region, name: region };
  },
});
