import { z } from "zod";
import { awsResource } from "../../pulumi/resource.ts";
import { elbv2State } from "../state.ts";

/** Between the two ARNs of an id. */
const SEPARATOR = "_";

/** Schema: terraform-provider-aws/internal/service/elbv2/listener_certificate.go */
export const listenerCertificateResource = awsResource({
  token: "aws:lb/listenerCertificate:ListenerCertificate",
  schema: z.object({ certificateArn: z.string(), listenerArn: z.string() }),
  replaceOnChange: ["certificateArn", "listenerArn"],
  computed: [],

  create({ cloud }, { certificateArn, listenerArn }) {
    cloud.call(cloud.administrator, "elasticloadbalancing", "AddListenerCertificates", {
      ListenerArn: listenerArn,
      Certificates: [{ CertificateArn: certificateArn }],
    });
    return `${listenerArn}${SEPARATOR}${certificateArn}`;
  },

  read({ cloud }, id) {
    const { certificateArn, listenerArn } = partsOf(id);
    const [, ...list] = elbv2State(cloud).listeners.find(listenerArn)?.certificateArns ?? [];
    return list.includes(certificateArn) ? { certificateArn, listenerArn } : undefined;
  },

  delete({ cloud }, id) {
    const { certificateArn, listenerArn } = partsOf(id);
    if (!elbv2State(cloud).listeners.has(listenerArn)) return;
    cloud.call(cloud.administrator, "elasticloadbalancing", "RemoveListenerCertificates", {
      ListenerArn: listenerArn,
      Certificates: [{ CertificateArn: certificateArn }],
    });
  },
});

function partsOf(id: string): { listenerArn: string; certificateArn: string } {
  const split = id.indexOf(SEPARATOR);
  return { listenerArn: id.slice(0, split), certificateArn: id.slice(split + 1) };
}
