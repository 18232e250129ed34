import { describe, expect, it } from "vitest";
import { resolveNodeGroup } from "../../../components/eks-cluster/node-groups.ts";
import { nodeUserData } from "../../../components/eks-cluster/node-user-data.ts";

describe("user data of nodes", () => {
  it("is a MIME document of the script for cloud-init and the configuration for nodeadm", () => {
    const group = resolveNodeGroup({ initScript: "#!/bin/bash\ndnf install -y tree\n" });
    expect(nodeUserData(group, 110)).toBe(`MIME-Version: 1.0
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
    expect(nodeUserData(resolveNodeGroup({}), undefined)).toBeUndefined();
  });
});
