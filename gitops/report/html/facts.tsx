import type { Child, FC } from "hono/jsx";
import { visible } from "../../../provider/text/visible";
import { credentialAge, describeAge, isOld, OLD_AFTER_DAYS } from "../credentialAge";
import { isKept, isRecorded } from "../facts";
import type { ConnectionReport } from "../schema";
import { count } from "../words";
import { Repositories, Services } from "./code";
import { Time } from "./time";

interface FactsProps {
  readonly connection: ConnectionReport;
  /** When the report was made. */
  readonly at: string;
}

/** All that is known of a connection, as far as it is known. */
export function Facts({ connection, at }: FactsProps) {
  const { label, externalUsername, repositories, services, lookbackDays, isActive } = connection;
  const { verify, deletionProtection, allowDuplicate } = connection;
  const { status, createdAt, updatedAt, lastSyncedAt } = connection;
  return (
    <dl class="facts">
      {label !== undefined && <Fact term="Label">{visible(label)}</Fact>}
      {repositories !== undefined && (
        <Fact term="Repositories" wide>
          <Repositories repositories={repositories} />
        </Fact>
      )}
      {services !== undefined && services.length > 0 && (
        <Fact term="Services" wide>
          <Services services={services} />
        </Fact>
      )}
      {lookbackDays !== undefined && <Fact term="Looks back">{count(lookbackDays, "day")}</Fact>}
      {isActive !== undefined && <Fact term="Analyses">{isActive ? "active" : <Mark text="paused" />}</Fact>}
      {verify !== undefined && <Fact term="Token test">{verify ? "on" : "off"}</Fact>}
      {deletionProtection !== undefined && (
        <Fact term="Deletion protection">{deletionProtection ? "on" : "off"}</Fact>
      )}
      {allowDuplicate === true && (
        <Fact term="Look-alike">
          <Mark text="made even if there is one" />
        </Fact>
      )}
      <Fact term="Credentials">
        <Credentials connection={connection} at={at} />
      </Fact>
      {externalUsername !== undefined && <Fact term="Token of">{visible(externalUsername)}</Fact>}
      {status !== undefined && (
        <Fact term="Last test">
          <Status status={status} />
        </Fact>
      )}
      {lastSyncedAt !== undefined && <TimeFact term="Last sync" time={lastSyncedAt} />}
      {createdAt !== undefined && <TimeFact term="Created" time={createdAt} />}
      {updatedAt !== undefined && <TimeFact term="Updated" time={updatedAt} />}
    </dl>
  );
}

interface FactProps {
  readonly term: string;
  /** Whether it has a row by itself. */
  readonly wide?: boolean;
  readonly children?: Child;
}

const Fact: FC<FactProps> = ({ term, wide = false, children }) => (
  <div class={wide ? "wide" : "narrow"}>
    <dt>{term}</dt>
    <dd>{children}</dd>
  </div>
);

function TimeFact({ term, time }: { readonly term: string; readonly time: string }) {
  return (
    <Fact term={term}>
      <Time time={time} />
    </Fact>
  );
}

function Mark({ text }: { readonly text: string }) {
  return <strong class="warn">{text}</strong>;
}

function Credentials({ connection, at }: FactsProps) {
  const { from, baseUrl, username, version, changedAt } = connection.credentials;
  if (from === undefined && !isRecorded(connection)) return <>kept by the service</>;
  if (isKept(connection)) return <>kept by the service, age not known</>;
  return (
    <>
      {from === undefined ? "kept by the service" : <code>{visible(from)}</code>}
      {username !== undefined && `, of ${visible(username)}`}
      {baseUrl !== undefined && (
        <>
          , for <code>{visible(baseUrl)}</code>
        </>
      )}
      {version !== undefined && `, version ${version}`}
      <br />
      {isRecorded(connection) ? <Age days={credentialAge(changedAt, at)} /> : "not sent yet"}
    </>
  );
}

function Age({ days }: { readonly days: number | undefined }) {
  const words = describeAge(days);
  return isOld(days) ? <Mark text={`${words}: older than ${OLD_AFTER_DAYS} days`} /> : <span>{words}</span>;
}

function Status({ status }: { readonly status: NonNullable<ConnectionReport["status"]> }) {
  const { valid, username, error, checkedAt } = status;
  return (
    <>
      {valid ? <span class="good">token works</span> : <strong class="bad">token refused</strong>}
      {username !== undefined && `, as ${visible(username)}`}
      {error !== undefined && `: ${visible(error)}`}
      <br />
      <Time time={checkedAt} />
    </>
  );
}
