/** Tags as IAM checks them: more strictly than EC2 does, in keys and values alike. */
import { AwsError } from "../../core/errors.ts";
import { mergeTags, type Tag } from "../tags.ts";
import { limitExceeded } from "./state.ts";
import { validationError } from "./validation.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
const CHARACTERS = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
const MAX_TAGS = 50;

/** `present` with `added` set over it, checked. @throws AwsError */
export function withTags(present: readonly Tag[], added: readonly Tag[] = []): Tag[] {
  added.forEach(({ Key, Value }, index) => {
    const member = `tags.${index + 1}.member`;
    checkText(`${member}.key`, Key, "+", MAX_KEY_LENGTH);
    checkText(`${member}.value`, Value, "*", MAX_VALUE_LENGTH);
  });
  if (new Set(added.map(({ Key }) => Key.toLowerCase())).size < added.length) {
    throw new AwsError(
      "InvalidInput",
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    );
  }
  const tags = mergeTags(present, added);
  if (tags.length > MAX_TAGS) {
    throw limitExceeded(`The number of tags has reached the maximum limit: ${MAX_TAGS}.`);
  }
  return tags;
}

function checkText(field: string, text: string, quantifier: "+" | "*", maxLength: number): void {
  if (text.length > maxLength) {
    throw validationError(text, field, `Member must have length less than or equal to ${maxLength}`);
  }
  if (!new RegExp(`^${CHARACTERS}${quantifier}$`, "u").test(text)) {
    throw validationError(
      text,
      field,
      `Member must satisfy regular expression pattern: ${CHARACTERS}${quantifier}`,
    );
  }
}
