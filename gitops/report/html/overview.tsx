import { visible } from "../../../provider/text/visible";
import type { StackReport } from "../schema";
import { describeStack } from "../tally";
import { toneOfStack } from "./tone";

/** All stacks in a table, each a link to its section. */
export function Overview({ stacks }: { readonly stacks: readonly StackReport[] }) {
  return (
    <nav aria-labelledby="stacks">
      <h2 id="stacks">Stacks</h2>
      <table class="overview">
        <thead>
          <tr>
            <th scope="col">Stack</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {stacks.map((stack, index) => (
            <tr>
              <th scope="row">
                <a href={`#stack-${index + 1}`}>{visible(stack.name)}</a>
              </th>
              <td class={toneOfStack(stack)}>{describeStack(stack)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </nav>
  );
}
