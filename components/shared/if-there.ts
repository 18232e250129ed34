/**
 * Words for what AWS does not have: those of terraform-provider-aws, of which Pulumi's AWS provider is made, and the error
 * codes of AWS.
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/tfresource/not_found_error.go
 */
const NONE = /couldn't find resource|empty result|no matching .+ found|NotFound/;

/**
 * What AWS has; undefined for what it says it does not have.
 *
 * @throws whatever else the provider says, such as that the caller may not ask.
 */
export async function ifThere<T>(lookUp: Promise<T>): Promise<T | undefined> {
  try {
    return await lookUp;
  } catch (error) {
    if (NONE.test((error as Error).message)) return undefined;
    throw error;
  }
}
