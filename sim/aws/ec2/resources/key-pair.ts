import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { chosenName } from "../../../core/physical-name.ts";
import { conflict } from "./checks.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { ec2State } from "../state.ts";
import { tagSpecifications, updateTags } from "./tags.ts";

const MAX_NAME_LENGTH = 255;

/** Schema: terraform-provider-aws/internal/service/ec2/ec2_key_pair.go */
export const keyPairResource = awsResource({
  token: "aws:ec2/keyPair:KeyPair",
  schema: z.object({
    keyName: z.string().optional(),
    keyNamePrefix: z.string().optional(),
    publicKey: z.string(),
    ...tagsInput,
  }),
  replaceOnChange: ["keyName", "keyNamePrefix", "publicKey"],
  computed: ["arn", "fingerprint", "keyName", "keyNamePrefix", "keyPairId", "keyType", "tagsAll"],

  isSame: (property, before, after) =>
    // The provider trims the key: a line break at its end is not a change.
    property === "publicKey" && typeof before === "string" && typeof after === "string"
      ? before.trim() === after.trim()
      : isDeepStrictEqual(before, after),

  problems: (inputs) => conflict(inputs, "keyName", "key_name", "key_name_prefix"),

  create(context, inputs) {
    const { cloud } = context;
    const names = { name: inputs.keyName, namePrefix: inputs.keyNamePrefix };
    const { KeyName } = cloud.call(cloud.administrator, "ec2", "ImportKeyPair", {
      KeyName: chosenName(context, names, MAX_NAME_LENGTH),
      PublicKeyMaterial: inputs.publicKey.trim(),
      TagSpecifications: tagSpecifications(context, "key-pair", inputs.tags),
    });
    return KeyName;
  },

  read(context, id, properties) {
    const { cloud } = context;
    const [key] = ec2State(cloud).keyPairs.where(({ KeyName }) => KeyName === id);
    return (
      key && {
        arn: cloud.arn("ec2", `key-pair/${id}`),
        fingerprint: key.KeyFingerprint,
        keyName: key.KeyName,
        keyNamePrefix: properties["keyNamePrefix"] ?? "",
        keyPairId: key.KeyPairId,
        keyType: key.KeyType,
        publicKey: properties["publicKey"] ?? key.PublicKey,
        ...tagOutputs(context, key.Tags, properties),
      }
    );
  },

  update(context, id, before, after) {
    const [key] = ec2State(context.cloud).keyPairs.where(({ KeyName }) => KeyName === id);
    updateTags(context, key?.KeyPairId ?? id, before.tags, after.tags);
  },

  delete({ cloud }, id) {
    cloud.call(cloud.administrator, "ec2", "DeleteKeyPair", { KeyName: id });
  },
});
