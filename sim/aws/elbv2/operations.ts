import { describeCapacityReservation } from "./load-balancer/capacity-reservation.ts";
import { describeListenerAttributes, modifyListenerAttributes } from "./listener/attributes.ts";
import {
  addListenerCertificates,
  describeListenerCertificates,
  removeListenerCertificates,
} from "./listener/security.ts";
import { createListener, deleteListener, describeListeners, modifyListener } from "./listener/listener.ts";
import { describeLoadBalancerAttributes, modifyLoadBalancerAttributes } from "./load-balancer/attributes.ts";
import { setIpAddressType, setSecurityGroups, setSubnets } from "./load-balancer/network.ts";
import {
  createLoadBalancer,
  deleteLoadBalancer,
  describeLoadBalancers,
} from "./load-balancer/load-balancer.ts";
import { createRule, deleteRule, describeRules, modifyRule, setRulePriorities } from "./rule/rule.ts";
import { addTags, describeTags, removeTags } from "./tags.ts";
import { describeTargetGroupAttributes, modifyTargetGroupAttributes } from "./target-group/attributes.ts";
import {
  createTargetGroup,
  deleteTargetGroup,
  describeTargetGroups,
  modifyTargetGroup,
} from "./target-group/target-group.ts";
import { deregisterTargets, describeTargetHealth, registerTargets } from "./target/target.ts";

/** Operations of the ELBv2 API, for Application Load Balancers. */
export const elbv2Operations = {
  AddListenerCertificates: addListenerCertificates,
  AddTags: addTags,
  CreateListener: createListener,
  CreateLoadBalancer: createLoadBalancer,
  CreateRule: createRule,
  CreateTargetGroup: createTargetGroup,
  DeleteListener: deleteListener,
  DeleteLoadBalancer: deleteLoadBalancer,
  DeleteRule: deleteRule,
  DeleteTargetGroup: deleteTargetGroup,
  DeregisterTargets: deregisterTargets,
  DescribeCapacityReservation: describeCapacityReservation,
  DescribeListenerAttributes: describeListenerAttributes,
  DescribeListenerCertificates: describeListenerCertificates,
  DescribeListeners: describeListeners,
  DescribeLoadBalancerAttributes: describeLoadBalancerAttributes,
  DescribeLoadBalancers: describeLoadBalancers,
  DescribeRules: describeRules,
  DescribeTags: describeTags,
  DescribeTargetGroupAttributes: describeTargetGroupAttributes,
  DescribeTargetGroups: describeTargetGroups,
  DescribeTargetHealth: describeTargetHealth,
  ModifyListener: modifyListener,
  ModifyListenerAttributes: modifyListenerAttributes,
  ModifyLoadBalancerAttributes: modifyLoadBalancerAttributes,
  ModifyRule: modifyRule,
  ModifyTargetGroup: modifyTargetGroup,
  ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
  RegisterTargets: registerTargets,
  RemoveListenerCertificates: removeListenerCertificates,
  RemoveTags: removeTags,
  SetIpAddressType: setIpAddressType,
  SetRulePriorities: setRulePriorities,
  SetSecurityGroups: setSecurityGroups,
  SetSubnets: setSubnets,
};
