import type { StoredConnection } from "../../../emulator";
import type { Fields } from "../../model/sigsentry/declaration";

/** Fields as the service stores them. */
export function stored({ repositories, serviceMappings, ...rest }: Fields) {
  return { ...rest, repositories: [...repositories], serviceMappings: withDefaults(serviceMappings) };
}

/** Mappings with the defaults of what is not declared. */
function withDefaults(mappings: Fields["serviceMappings"]) {
  return mappings.map((mapping) => ({ pathPrefix: "", defaultBranch: "main", ...mapping }));
}

type Comparable = Pick<
  StoredConnection,
  "platform" | "repositories" | "serviceMappings" | "lookbackDays" | "isActive" | "auth" | "credentialsSha256"
>;

/** What is compared of a connection, in the same form for all whose difference is one of order. */
export function comparable(connection: Comparable) {
  const { platform, repositories, serviceMappings, lookbackDays, isActive, auth, credentialsSha256 } =
    connection;
  const mappings = serviceMappings.map(({ serviceName, repo, pathPrefix, defaultBranch }) =>
    [serviceName, repo, pathPrefix, defaultBranch].join(" | "),
  );
  return {
    ...{ platform, lookbackDays, isActive, auth, credentialsSha256 },
    repositories: [...repositories].sort(),
    serviceMappings: mappings.sort(),
  };
}
