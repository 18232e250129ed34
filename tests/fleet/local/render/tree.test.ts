import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { ProgressTree } from "../../../../fleet/local/render/tree.ts";
import type { StepEvent } from "../../../../sim/hosts/in-process/events.ts";

/** One step of stack `dev`; the URN is the name. */
function step(
  status: StepEvent["status"],
  type: string,
  name: string,
  parent?: string,
  message?: string,
): StepEvent {
  return {
    stack: "dev",
    operation: "create",
    status,
    urn: name,
    type,
    name,
    ...(parent === undefined ? {} : { parent }),
    ...(message === undefined ? {} : { message }),
  };
}

function rendered(...steps: readonly StepEvent[]): string[] {
  const tree = new ProgressTree();
  for (const one of steps) tree.add(one);
  return stripVTControlCharacters(tree.render("dev")).split("\n");
}

const NETWORK = "multicluster-ingress:index:Vpc";

describe("the tree of a stack", () => {
  it("shows components within each other, with the number of resources below each", () => {
    expect(
      rendered(
        step("done", "pulumi:pulumi:Stack", "dev"),
        step("done", NETWORK, "net", "dev"),
        step("done", "awsx:ec2:Vpc", "inner", "net"),
        step("done", "aws:ec2/vpc:Vpc", "vpc", "inner"),
        step("done", "aws:ec2/subnet:Subnet", "subnet", "vpc"),
        step("done", "multicluster-ingress:index:DemoApp", "app", "dev"),
        step("done", "aws:iam/role:Role", "loose", "dev"),
      ),
    ).toEqual([
      "dev  7 resources",
      "├─ ✓ Vpc net  3 resources",
      "│  └─ ✓ awsx.Vpc inner  2 resources",
      "└─ ✓ DemoApp app  0 resources",
    ]);
  });

  it("shows what is being done right now", () => {
    expect(
      rendered(
        step("done", NETWORK, "net"),
        step("done", "aws:ec2/vpc:Vpc", "vpc", "net"),
        step("started", "aws:ec2/subnet:Subnet", "subnet", "net"),
      ),
    ).toEqual(["dev  2 resources", "└─ … Vpc net  aws:ec2/subnet:Subnet subnet"]);
  });

  it("shows the first failure in all components around it, in one line", () => {
    expect(
      rendered(
        step("done", NETWORK, "net"),
        step("done", "awsx:ec2:Vpc", "inner", "net"),
        step("failed", "aws:ec2/vpc:Vpc", "vpc", "inner", "no more VPCs\nask for more"),
        step("failed", "aws:ec2/vpc:Vpc", "other", "inner", "later"),
      ),
    ).toEqual(["dev  2 resources", "└─ ✗ Vpc net  no more VPCs", "   └─ ✗ awsx.Vpc inner  no more VPCs"]);
  });

  it("has a note beside its name", () => {
    const tree = new ProgressTree();
    tree.add(step("done", "pulumi:pulumi:Stack", "dev"));
    tree.note("dev", "primary, 1.2 s");
    expect(stripVTControlCharacters(tree.render("dev"))).toBe("dev  1 resource  primary, 1.2 s");
  });

  it("is empty before anything happened", () => {
    expect(rendered()).toEqual(["dev  0 resources"]);
  });
});
