import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

/** Folders whose code handles Outputs: only there the slower, type-aware rules run. */
const pulumiCode = ["index.ts", "components/**/*.ts", "stacks/**/*.ts"];

export default tseslint.config(
  { ignores: ["dist/", "coverage/", "node_modules/", "**/*.d.ts"] },
  ...tseslint.configs.strict,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // A non-null assertion follows a check that the compiler cannot see; the alternative is a dead branch.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      // Records of plain data are edited in place; a Map would not be JSON.
      "@typescript-eslint/no-dynamic-delete": "off",
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    files: pulumiCode,
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { pulumi },
    rules: {
      "pulumi/no-output-in-template-literal": "error",
      "pulumi/no-output-instance-in-template-literal": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
);
