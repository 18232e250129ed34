import { describeCapacityReservation } from "./load-balancer/capacity-reservation.ts";
import { listenerAttributes } from "./listener/attributes.ts";
import {
  addListenerCertificates,
  describeListenerCertificates,
  removeListenerCertificates,
} from "./listener/security.ts";
import { createListener, deleteListener, describeListeners, modifyListener } from "./listener/listener.ts";
import { loadBalancerAttributes } from "./load-balancer/attributes.ts";
import { setIpAddressType, setSecurityGroups, setSubnets } from "./load-balancer/network.ts";
import {
  createLoadBalancer,
  deleteLoadBalancer,
  describeLoadBalancers,
} from "./load-balancer/load-balancer.ts";
import { createRule, deleteRule, describeRules, modifyRule, setRulePriorities } from "./rule/rule.ts";
import { addTags, describeTags, removeTags } from "./tags.ts";
import { targetGroupAttributes } from "./target-group/attributes.ts";
import {
  createTargetGroup,
  deleteTargetGroup,
  describeTargetGroups,
  modifyTargetGroup,
} from "./target-group/target-group.ts";
import { deregisterTargets, describeTargetHealth, registerTargets } from "./target/target.ts";

const loadBalancers = {
  CreateLoadBalancer: createLoadBalancer,
  DeleteLoadBalancer: deleteLoadBalancer,
  DescribeCapacityReservation: describeCapacityReservation,
  DescribeLoadBalancerAttributes: loadBalancerAttributes.describe,
  DescribeLoadBalancers: describeLoadBalancers,
  ModifyLoadBalancerAttributes: loadBalancerAttributes.modify,
  SetIpAddressType: setIpAddressType,
  SetSecurityGroups: setSecurityGroups,
  SetSubnets: setSubnets,
};

const listeners = {
  AddListenerCertificates: addListenerCertificates,
  CreateListener: createListener,
  DeleteListener: deleteListener,
  DescribeListenerAttributes: listenerAttributes.describe,
  DescribeListenerCertificates: describeListenerCertificates,
  DescribeListeners: describeListeners,
  ModifyListener: modifyListener,
  ModifyListenerAttributes: listenerAttributes.modify,
  RemoveListenerCertificates: removeListenerCertificates,
};

const rules = {
  CreateRule: createRule,
  DeleteRule: deleteRule,
  DescribeRules: describeRules,
  ModifyRule: modifyRule,
  SetRulePriorities: setRulePriorities,
};

const targetGroups = {
  CreateTargetGroup: createTargetGroup,
  DeleteTargetGroup: deleteTargetGroup,
  DescribeTargetGroupAttributes: targetGroupAttributes.describe,
  DescribeTargetGroups: describeTargetGroups,
  ModifyTargetGroup: modifyTargetGroup,
  ModifyTargetGroupAttributes: targetGroupAttributes.modify,
};

const targets = {
  DeregisterTargets: deregisterTargets,
  DescribeTargetHealth: describeTargetHealth,
  RegisterTargets: registerTargets,
};

const tags = {
  AddTags: addTags,
  DescribeTags: describeTags,
  RemoveTags: removeTags,
};

/** Operations of the ELBv2 API, for Application Load Balancers. */
export const elbv2Operations = {
  ...loadBalancers,
  ...listeners,
  ...rules,
  ...targetGroups,
  ...targets,
  ...tags,
};
