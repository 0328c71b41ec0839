/** How a service is called in messages. */
interface Named {
  readonly service: string;
}

/** A code by which a service says that its plan allows no more of something. */
const USED_UP_CODE = /QUOTA|PLAN_LIMIT/;

/** The same of limits; with 429, those are of requests in a time. */
const LIMIT_CODE = /(?:^|_)LIMIT_(?:REACHED|EXCEEDED)$/;

/** A code by which it says that its plan does not include something. */
const LACKING_CODE = /^FEATURE_|(?:^|_)(?:PLAN|PAYMENT|BILLING|SUBSCRIPTION|UPGRADE)(?:_|$)/;

/** Words for the one and for the other. */
const USED_UP_WORDS =
  /\b(?:plan|tier|quota)\b.*\b(?:limit|exceeded|reached|no more)\b|\blimit of .*\b(?:plan|tier)\b/i;
const LACKING_WORDS = /\b(?:paid|higher) (?:plan|tier)\b|\bupgrade\b|\bsubscription\b/i;

/** Statuses with which a refusal for the plan may come. */
const STATUSES = new Set([402, 403, 409, 429]);

/**
 * What to do about a refusal of which the service's plan is the cause, and no key; `undefined`: it is another's.
 *
 * @param said the service's words, where its codes alone do not tell.
 */
export function adviceOnPlan(names: Named, status: number, code: string, said = ""): string | undefined {
  if (!STATUSES.has(status)) return undefined;
  const isUsedUp =
    USED_UP_CODE.test(code) || (status !== 429 && LIMIT_CODE.test(code)) || USED_UP_WORDS.test(said);
  if (isUsedUp)
    return `${names.service}'s plan allows no more, whatever the key: remove what is not needed, wait for the next period where calls are counted, or raise the plan.`;
  if (status === 402 || LACKING_CODE.test(code) || LACKING_WORDS.test(said)) return lackingInPlan(names);
  return undefined;
}

/** What to do about something that the plan does not include. */
export function lackingInPlan({ service }: Named): string {
  return `${service}'s plan does not include this, or is not paid for, whatever the key: raise the plan, or pay for it.`;
}
