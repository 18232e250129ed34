import { describe, expect, it } from "vitest";
import { ifThere } from "../../../components/shared/if-there.ts";

describe("what AWS", () => {
  it("has is given", async () => {
    expect(await ifThere(Promise.resolve("vpc"))).toBe("vpc");
  });

  it.each([
    "reading IAM Policy (arn:aws:iam::111122223333:policy/guard): couldn't find resource",
    "reading ELBv2 Listener Rule: empty result",
    "no matching EC2 Subnet found",
    "ResourceNotFoundException: No cluster found for name: myeks.",
    "reading ELBv2 Load Balancers: LoadBalancerNotFound: One or more load balancers not found",
  ])("does not have is undefined: %s", async (message) => {
    expect(await ifThere(Promise.reject(new Error(message)))).toBeUndefined();
  });

  it.each([
    "AccessDeniedException: User: arn:aws:iam::111122223333:user/jane is not authorized to perform: eks:DescribeAddon",
    "no valid credential sources found",
    "multiple EC2 Subnets matched; use additional constraints to reduce matches to a single EC2 Subnet",
  ])("does not tell is an error: %s", async (message) => {
    await expect(ifThere(Promise.reject(new Error(message)))).rejects.toThrow(message);
  });
});
