import { expect, it } from "vitest";
import { newWorld } from "./support.ts";

const KEY = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABEXAMPLE me@example.com";

it("imports a public key and shows all but the key", () => {
  const { ec2 } = newWorld();
  const imported = ec2("ImportKeyPair", { KeyName: "mine", PublicKeyMaterial: KEY });
  expect(imported).toEqual({
    KeyPairId: expect.stringMatching(/^key-0[0-9a-f]{16}$/),
    KeyName: "mine",
    KeyType: "rsa",
    KeyFingerprint: expect.stringMatching(/^[0-9a-f]{2}(:[0-9a-f]{2}){15}$/),
    CreateTime: "2026-01-01T00:00:00Z",
    Tags: [],
  });
  expect(ec2("DescribeKeyPairs", { KeyNames: ["mine"] }).KeyPairs).toEqual([imported]);
  expect(ec2("DescribeKeyPairs", { KeyPairIds: [imported.KeyPairId] }).KeyPairs).toEqual([imported]);
});

it.each([
  ["mine", KEY, "InvalidKeyPair.Duplicate: The keypair already exists"],
  ["yours", "ecdsa AAAA", "InvalidKey.Format: Key is not in valid OpenSSH public key format"],
  [
    "",
    KEY,
    "InvalidParameterValue: Value () for parameter keyName is invalid. Key pair names have 1 to 255 characters.",
  ],
])("refuses a key pair named '%s' of %s", (KeyName, PublicKeyMaterial, message) => {
  const { ec2, refusal } = newWorld();
  ec2("ImportKeyPair", { KeyName: "mine", PublicKeyMaterial: KEY });
  expect(refusal("ImportKeyPair", { KeyName, PublicKeyMaterial })).toBe(message);
});

it("deletes by name, whether or not the pair is there", () => {
  const { ec2, refusal } = newWorld();
  ec2("ImportKeyPair", { KeyName: "mine", PublicKeyMaterial: KEY });
  ec2("DeleteKeyPair", { KeyName: "mine" });
  ec2("DeleteKeyPair", { KeyName: "mine" });
  expect(refusal("DescribeKeyPairs", { KeyNames: ["mine"] })).toBe(
    "InvalidKeyPair.NotFound: The key pair 'mine' does not exist",
  );
});
