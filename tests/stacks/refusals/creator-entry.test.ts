import { expect, it } from "vitest";
import { isPrincipal } from "../../../stacks/refusals/creator-entry.ts";

const ACCOUNT = "123456789012";
const session = `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Admin_0123/jane@example.com`;

it.each([
  { principal: `arn:aws:iam::${ACCOUNT}:user/jane`, caller: `arn:aws:iam::${ACCOUNT}:user/jane`, is: true },
  { principal: `arn:aws:iam::${ACCOUNT}:user/jane`, caller: `arn:aws:iam::${ACCOUNT}:user/jan`, is: false },
  { principal: `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Admin_0123`, caller: session, is: true },
  {
    principal: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123`,
    caller: session,
    is: true,
  },
  { principal: `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Admin_012`, caller: session, is: false },
  { principal: "arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123", caller: session, is: false },
  { principal: `arn:aws:iam::${ACCOUNT}:user/AWSReservedSSO_Admin_0123`, caller: session, is: false },
])("$principal is behind $caller: $is", ({ principal, caller, is }) => {
  expect(isPrincipal(principal, caller)).toBe(is);
});
