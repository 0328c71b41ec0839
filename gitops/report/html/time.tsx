import { visible } from "../../../provider/text/visible";
import { formatTime, isTime } from "../time";

/** A time; what is none, although it stands for one, is shown as it came. */
export function Time({ time }: { readonly time: string }) {
  if (!isTime(time)) return <>{visible(time)}</>;
  const iso = new Date(time).toISOString();
  return <time datetime={iso}>{formatTime(iso)}</time>;
}
