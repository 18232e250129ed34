import { z } from "zod";
import { NotSimulated } from "../../../core/errors.ts";
import { awsFunction } from "../../pulumi/function.ts";
import { kubernetesVersions } from "../kubernetes-versions.ts";
import { eksImageId, newestRelease } from "../nodes/ami.ts";

/** https://docs.aws.amazon.com/eks/latest/userguide/retrieve-ami-id.html */
const IMAGE_PARAMETER =
  /^\/aws\/service\/eks\/optimized-ami\/(\d+\.\d+)\/amazon-linux-2023\/(x86_64|arm64)\/standard\/recommended\/(image_id|release_version)$/;

/** Public parameters of Systems Manager: where EKS publishes its images. */
export const getParameter = awsFunction({
  token: "aws:ssm/getParameter:getParameter",
  args: { name: z.string(), withDecryption: z.boolean().optional() },
  invoke(cloud, { name }) {
    const [, version = "", architecture, kind] = IMAGE_PARAMETER.exec(name) ?? [];
    if (!kubernetesVersions.includes(version))
      throw new NotSimulated("aws:ssm/getParameter:getParameter", name);
    const release = newestRelease(version);
    const amiType = architecture === "arm64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
    const value = kind === "image_id" ? eksImageId(cloud.region, amiType, release) : release;
    return {
      id: name,
      arn: cloud.arn("ssm", `parameter${name}`, { account: false }),
      insecureValue: value,
      name,
      type: "String",
      value,
      version: 1,
    };
  },
});
