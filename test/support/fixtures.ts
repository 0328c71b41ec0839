import { test as base } from "vitest";
import { TestService } from "./service";
import { Stack, type StackOptions } from "./stack";

/**
 * A test with its own emulated service (`service`) and stacks that use it: `stack`, which declares what
 * {@link Stack.declare} says, or others made with `newStack`. Everything is removed at the end of the test.
 */
export const test = base
  .extend("service", async ({ task: _ }, { onCleanup }) => {
    const service = await TestService.start();
    onCleanup(() => service.close());
    return service;
  })
  .extend("newStack", async ({ service }, { onCleanup }) => {
    const made: Stack[] = [];
    onCleanup(async () => {
      for (const stack of made) await stack.remove();
    });
    return async (options?: StackOptions): Promise<Stack> => {
      const stack = await Stack.create(service, options);
      made.push(stack);
      return stack;
    };
  })
  .extend("stack", ({ newStack }) => newStack());
