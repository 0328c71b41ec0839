import { expect, it } from "vitest";
import { debugging } from "./debugging";

const about = (value: string | undefined) => debugging({ REPO_CONNECTIONS_DEBUG: value });

it("shows requests where the environment says so", () => {
  expect(about("requests")).toEqual({ showsRequests: true, problems: [] });
  for (const none of [undefined, ""]) expect(about(none)).toEqual({ showsRequests: false, problems: [] });
});

it("refuses any other value, and shows no secret of it", () => {
  expect(about("1")).toEqual({
    showsRequests: false,
    problems: [
      {
        path: "REPO_CONNECTIONS_DEBUG",
        message: 'must be requests, which shows each request, or not set, found "1". Nothing was sent.',
      },
    ],
  });
  const token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
  const [problem] = about(token).problems;
  expect(problem?.message).toContain("must be requests");
  expect(problem?.message).not.toContain(token);
});
