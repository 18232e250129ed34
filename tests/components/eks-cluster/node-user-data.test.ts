import { describe, expect, it } from "vitest";
import { nodeUserData } from "../../../components/eks-cluster/node-user-data.ts";

describe("user data of nodes", () => {
  it("is a MIME document of the script for cloud-init and the configuration for nodeadm", () => {
    expect(nodeUserData("#!/bin/bash\ndnf install -y tree\n", 110)).toBe(`MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="==multicluster-ingress=="

--==multicluster-ingress==
Content-Type: text/x-shellscript; charset="us-ascii"

#!/bin/bash
dnf install -y tree

--==multicluster-ingress==
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  kubelet:
    flags:
      - --max-pods=110

--==multicluster-ingress==--
`);
  });

  it("is left out where there is nothing to say", () => {
    expect(nodeUserData(undefined, undefined)).toBeUndefined();
  });
});
