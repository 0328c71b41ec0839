import { expect } from "vitest";
import type { LogEntry } from "../../../emulator";
import { sha256 } from "../../../emulator/fingerprint";
import type { Declaration } from "../../model/sigsentry/declaration";
import type { Kind } from "../histories";
import { type Slot, tokenOf } from "../slot";
import { World } from "../world";
import { comparable, stored } from "./fields";
import { anyHistory, type RepoStep, type RepoTurn, type Wish } from "./turn";
import { FULFIL } from "./wishes";

/** A program with SigSentry connections. */
class RepoWorld extends World<Declaration, RepoStep> {
  protected get apiKey() {
    return this.service.apiKey;
  }

  protected fulfilment(wish: Wish) {
    return FULFIL[wish];
  }

  protected async makeBystander() {
    const { projectId } = this.service;
    const seed = { projectId, platform: "github" as const, repositories: ["acme/bystander"] };
    return (await this.#dashboard.seedConnection(seed)).id;
  }

  protected edit(id: string, { edited }: RepoTurn) {
    return this.#dashboard.editConnection(id, stored(edited));
  }

  protected delete(id: string) {
    return this.#dashboard.deleteConnection(id);
  }

  protected everything() {
    return this.service.connections();
  }

  protected argumentsOf({ platform, fields, style, version, adopt }: Declaration, variable: string) {
    return {
      platform,
      ...fields,
      ...(style === "literal" && { credentials: { token: `$${variable}` } }),
      ...(style === "reference" && { credentialsFrom: { token: { env: variable } } }),
      ...(version !== undefined && { credentialsVersion: version }),
      ...(adopt !== undefined && { adopt }),
    };
  }

  protected isReplaced({ declared, recorded }: Slot<Declaration>) {
    return declared?.platform !== recorded?.outputs.platform;
  }

  async expectDeclared(slot: Slot<Declaration>) {
    if (slot.declared === undefined) throw new Error(`${slot.name} is not declared`);
    const { platform, fields } = slot.declared;
    const held = (await this.service.connections()).find(({ id }) => id === slot.recorded?.id);
    const token = tokenOf(slot);
    const auth = token === undefined ? ("oauth" as const) : ("token" as const);
    const credentialsSha256 = token === undefined ? null : sha256(token);
    expect(held && comparable(held), slot.name).toEqual(
      comparable({ platform, ...stored(fields), auth, credentialsSha256 }),
    );
  }

  /** After the last time that credentials were sent to a connection, its cache was purged; and no other was. */
  async expectMore() {
    const bystander = await this.bystander();
    const connections = await this.service.connections();
    expect(connections.find(({ id }) => id === bystander)).toMatchObject({ cacheFlushes: 0 });
    const log = await this.service.control.log();
    for (const { id } of await this.held()) {
      const path = `/v1/config/repos/${id}`;
      const sent = log.findLast(
        (entry) => entry.method === "PUT" && entry.path === path && hasCredentials(entry),
      );
      if (sent === undefined) continue;
      const purges = log.filter(
        ({ path: purged, status, fault }) => purged === `${path}/cache` && status === 200 && fault === null,
      );
      expect(purges.at(-1)?.sequence ?? 0, `the purge of ${id} after new credentials`).toBeGreaterThan(
        sent.sequence,
      );
    }
  }

  get #dashboard() {
    return this.service.control.sigsentry;
  }
}

function hasCredentials({ body }: LogEntry): boolean {
  return typeof body === "object" && body !== null && "credentials" in body;
}

/** Histories of SigSentry connections. */
export const SIGSENTRY: Kind<Declaration, RepoStep> = {
  name: "SigSentry",
  runs: 4,
  anyHistory,
  newWorld: (...args) => new RepoWorld(...args),
};
