import { filesBelow } from "./noSecrets";
import type { TestService } from "./service";
import type { Stack } from "./stack";

/**
 * Everything that can be read after commands have run: their output, the files they left, the state and the records of
 * creations among them, and the service's log.
 */
export async function traces(
  stack: Stack,
  service: TestService,
  outputs: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  return {
    ...outputs,
    ...(await filesBelow(stack.folder)),
    "the service's log": JSON.stringify(await service.control.log()),
    "the exported state": await stack.exportText(),
  };
}
