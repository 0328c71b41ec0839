import { visible } from "../../../provider/text/visible";
import type { ConnectionReport } from "../schema";

/** More repositories than these are folded. */
const SHOWN = 12;

/** The repositories that a connection reads. */
export function Repositories({ repositories }: { readonly repositories: readonly string[] }) {
  const list = (
    <ul class="codes">
      {repositories.map((repository) => (
        <li>
          <code>{visible(repository)}</code>
        </li>
      ))}
    </ul>
  );
  if (repositories.length <= SHOWN) return list;
  return (
    <details>
      <summary>{repositories.length} repositories</summary>
      {list}
    </details>
  );
}

type ServiceMappings = NonNullable<ConnectionReport["services"]>;

/** Which service's code lies where: `payments-api ← acme/payments/services/api @ main`. */
export function Services({ services }: { readonly services: ServiceMappings }) {
  return (
    <ul class="codes lines">
      {services.map(({ serviceName, repo, pathPrefix, defaultBranch }) => (
        <li>
          <code>{visible(serviceName)}</code>
          {" ← "}
          <code>{visible(pathPrefix === "" ? repo : `${repo}/${pathPrefix}`)}</code>
          {" @ "}
          <code>{visible(defaultBranch)}</code>
        </li>
      ))}
    </ul>
  );
}
