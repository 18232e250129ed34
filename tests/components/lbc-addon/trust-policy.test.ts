import { expect, it } from "vitest";
import { irsaTrustPolicy, podIdentityTrustPolicy } from "../../../components/lbc-addon/index.ts";

const issuer = "oidc.eks.ap-northeast-2.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
const providerArn = `arn:aws:iam::123456789012:oidc-provider/${issuer}`;

it.each([issuer, `https://${issuer}`])(
  "trusts one service account and audience of the issuer %s",
  (given) => {
    expect(irsaTrustPolicy(given, providerArn)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ControllerServiceAccount",
          Effect: "Allow",
          Principal: { Federated: providerArn },
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: {
            StringEquals: {
              [`${issuer}:aud`]: "sts.amazonaws.com",
              [`${issuer}:sub`]: "system:serviceaccount:kube-system:aws-load-balancer-controller",
            },
          },
        },
      ],
    });
  },
);

it("trusts Pod Identity for one service account of one cluster", () => {
  expect(podIdentityTrustPolicy("myeks").Statement).toEqual([
    {
      Sid: "ControllerPods",
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-name": "myeks",
          "aws:RequestTag/kubernetes-namespace": "kube-system",
          "aws:RequestTag/kubernetes-service-account": "aws-load-balancer-controller",
        },
      },
    },
  ]);
});
