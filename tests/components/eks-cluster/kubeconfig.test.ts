import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { kubeconfigWith, type TokenCredentials } from "../../../components/eks-cluster/kubeconfig.ts";
import { generateKubeconfig } from "../../../sim/packages/eks/kubeconfig.ts";
import { runProgram, valueOf } from "../../support/pulumi-program.ts";

const given = {
  clusterName: "myeks",
  endpoint: "https://api.myeks",
  certificateAuthority: "Q0E=",
  region: "ap-northeast-2",
};
const plain = JSON.stringify(generateKubeconfig(given));

/** The kubeconfig for credentials, and whether it is a secret. */
const made = async (credentials: TokenCredentials) => {
  const { result } = await runProgram(() => kubeconfigWith(pulumi.output(plain), credentials));
  return { text: await valueOf(result), secret: await pulumi.isSecret(result) };
};

describe("the kubeconfig", () => {
  it("is that of the eks component where no credentials are named", async () => {
    expect(await made({})).toEqual({ text: plain, secret: false });
  });

  it("tells `aws eks get-token` of a profile and a role, and changes nothing else", async () => {
    const { text, secret } = await made({
      profile: "ci",
      roleArn: "arn:aws:iam::123456789012:role/deployer",
    });
    const expected = generateKubeconfig(given);
    expected.users[0]!.user.exec.args.push(
      "--profile",
      "ci",
      "--role-arn",
      "arn:aws:iam::123456789012:role/deployer",
    );
    expect({ config: JSON.parse(text) as unknown, secret }).toEqual({ config: expected, secret: false });
  });

  it("is a secret with a profile that is one", async () => {
    const { text, secret } = await made({ profile: pulumi.secret("ci") });
    expect(text).toContain('"--profile","ci"');
    expect(secret).toBe(true);
  });
});
