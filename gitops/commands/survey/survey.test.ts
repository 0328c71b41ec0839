import { describe, expect, it } from "vitest";
import type { Kind } from "../../../provider/kinds/names";
import { gitopsKind } from "../../kinds";
import type { RecordedConnection, SurveyedStack, WantedConnection } from "./connections";
import type { Likeness } from "./likeness";
import { renamesIn } from "./renames";
import { notesOnSuccessors } from "./successors";
import { Survey } from "./survey";

const urnOf = (stack: string, name: string) => `urn:pulumi:${stack}::p::t::${name}`;

/** A recorded SigSentry connection of one repository, which is called like it unless said otherwise. */
function recorded(stack: string, name: string, more: More<RecordedConnection> = {}): RecordedConnection {
  return {
    ...{ stack, name, id: `rc_${name}`, urn: urnOf(stack, name) },
    ...looking(name, more),
  };
}

function wanted(stack: string, name: string, more: More<WantedConnection> = {}): WantedConnection {
  return {
    ...{ stack, name, file: `connections/${stack}.yaml` },
    ...{ adopt: undefined, renamedFrom: undefined, allowDuplicate: false },
    ...looking(name, more),
  };
}

type More<Connection> = Partial<Connection> & {
  repositories?: string[] | undefined;
  label?: string | undefined;
};

function looking<Of extends Partial<Likeness>>(name: string, more: Of) {
  const kind: Kind = more.kind ?? "sigsentry";
  const one = { project: "prj", host: "github", repositories: [`acme/${name}`], label: undefined, ...more };
  return { ...one, kind, look: gitopsKind(kind).lookOf(one) };
}

const NOT_CUT_OFF = { isCreationCutOff: false, isDeletionCutOff: false };

/** What a stack records and, unless its file is gone, what it declares. */
function stack(
  name: string,
  had: readonly RecordedConnection[],
  has: readonly WantedConnection[] | undefined,
): SurveyedStack {
  const file = has && `connections/${name}.yaml`;
  const is = { exists: had.length > 0, unfinished: [], foreign: [], savedAt: undefined, ...NOT_CUT_OFF };
  return { name, ...is, file, recorded: had, declared: has ?? [] };
}

const coregit = { kind: "coregit", project: undefined, repositories: undefined, label: "robot" } as const;

function look(had: readonly RecordedConnection[], has: readonly WantedConnection[]) {
  const survey = new Survey([stack("a", had, has)]);
  const { renames, begun = [], gone = [] } = survey.of("a") ?? {};
  return {
    renames: { ...renames?.sigsentry, ...renames?.coregit },
    begun: begun.map(({ name }) => name),
    gone: gone.map(({ name }) => name),
    problems: survey.problemsOf("a"),
  };
}

describe("within a stack", () => {
  const as = (repository: string, more: More<WantedConnection> = {}) => ({
    repositories: [repository],
    ...more,
  });

  it("one gone and one new of the same looks is a rename, whatever the order and the case", () => {
    const had = [
      recorded("a", "x", { repositories: ["acme/1", "acme/2"] }),
      recorded("a", "sync", coregit),
      recorded("a", "kept"),
    ];
    const has = [
      wanted("a", "y", { repositories: ["acme/2", "Acme/1"] }),
      wanted("a", "sync-2", coregit),
      wanted("a", "kept"),
    ];
    expect(look(had, has)).toEqual({
      renames: { y: "x", "sync-2": "sync" },
      begun: [],
      gone: [],
      problems: [],
    });
  });

  it.each([
    ["another platform", { host: "gitlab" }],
    ["another project", { project: "prj_2" }],
    ["other repositories", { repositories: ["acme/x", "acme/y"] }],
    ["another kind", coregit],
    ["one that exists already", { adopt: "rc_other" }],
  ])("%s is no rename", (_, more) => {
    const has = [wanted("a", "y", { repositories: ["acme/x"], ...more })];
    expect(look([recorded("a", "x")], has)).toEqual({ renames: {}, begun: ["y"], gone: ["x"], problems: [] });
  });

  it("a project that is not known is the API key's own", () => {
    expect(
      look([recorded("a", "x", { project: undefined })], [wanted("a", "y", as("acme/x"))]).renames,
    ).toEqual({
      y: "x",
    });
  });

  it("whatever has changed, renamedFrom and an id in adopt say what it was", () => {
    const had = [recorded("a", "x"), recorded("a", "z")];
    const has = [wanted("a", "y", { renamedFrom: "x", host: "gitlab" }), wanted("a", "w", { adopt: "rc_z" })];
    expect(look(had, has)).toEqual({ renames: { y: "x", w: "z" }, begun: [], gone: [], problems: [] });
  });

  it("what may have others of its looks beside it is renamed all the same", () => {
    const twin = { allowDuplicate: true, repositories: ["acme/x"] };
    const had = [recorded("a", "x"), recorded("a", "z", { repositories: ["acme/x"] })];
    expect(look(had, [wanted("a", "y", twin), wanted("a", "z", twin)])).toEqual({
      ...{ renames: { y: "x" }, begun: [], gone: [], problems: [] },
    });
  });

  it("what could be several is not guessed", () => {
    const one = look([recorded("a", "x")], [wanted("a", "y", as("acme/x")), wanted("a", "z", as("acme/x"))]);
    expect(one.renames).toEqual({});
    expect(one.problems).toEqual([
      "y is new, and x is no longer declared, with the same platform and repositories: which became which is not guessed. Say it in y: `renamedFrom: x`. Where it is another connection, delete the old one in a run of its own first. Nothing was done.",
      expect.stringMatching(/^z is new, and x is no longer declared/),
    ]);
    const two = [recorded("a", "x"), recorded("a", "z", { repositories: ["acme/x"] })];
    expect(look(two, [wanted("a", "y", as("acme/x"))]).problems).toEqual([
      expect.stringMatching(/^y is new, and x, z are no longer declared/),
    ]);
    // Once it is said, the other one is gone, or new.
    expect(look(two, [wanted("a", "y", as("acme/x", { renamedFrom: "z" }))])).toEqual({
      ...{ renames: { y: "z" }, begun: [], gone: ["x"], problems: [] },
    });
    const said = [wanted("a", "y", as("acme/x", { renamedFrom: "x" })), wanted("a", "z", as("acme/x"))];
    expect(look([recorded("a", "x")], said)).toEqual({
      renames: { y: "x" },
      begun: ["z"],
      gone: [],
      problems: [],
    });
  });

  it("a former name that is not gone is a mistake, where another one is", () => {
    const as = (more: More<WantedConnection>) => look([recorded("a", "x")], [wanted("a", "y", more)]);
    for (const repositories of [["acme/x"], ["acme/other"]])
      expect(as({ renamedFrom: "xx", repositories })).toEqual({
        ...{ renames: {}, begun: ["y"], gone: ["x"] },
        problems: [
          "y names xx in renamedFrom, which stack a does not have; no longer declared is x. Name the one that it was, or take renamedFrom out, where it is another connection. Nothing was done.",
        ],
      });
    expect(as({ renamedFrom: "xx", adopt: "rc_other" }).problems).toEqual([]);
    expect(as({ renamedFrom: "x", ...coregit }).problems).toEqual([]);
    // Of a stack that is new, say, or once it was applied.
    expect(look([], [wanted("a", "y", { renamedFrom: "x" })]).problems).toEqual([]);
    expect(look([recorded("a", "y")], [wanted("a", "y", { renamedFrom: "x" })]).problems).toEqual([]);
  });

  it("what is not known is like nothing", () => {
    const hidden = { repositories: undefined, label: undefined };
    expect(look([recorded("a", "x", hidden)], [wanted("a", "y", hidden)]).renames).toEqual({});
  });
});

describe("one gone and one new that are not alike", () => {
  const note =
    "y is new, and x is no longer declared. If the one became the other, write `renamedFrom: x` in y: then nothing is deleted.";
  const notes = (had: readonly RecordedConnection[], has: readonly WantedConnection[]) =>
    notesOnSuccessors(renamesIn(stack("a", had, has)));

  it("could be one that was renamed and changed at once, and that is said", () => {
    expect(notes([recorded("a", "x")], [wanted("a", "y")])).toEqual([note]);
    const kept = [recorded("a", "k"), recorded("a", "s", coregit), recorded("a", "l", { host: "gitlab" })];
    expect(notes([recorded("a", "x"), ...kept], [wanted("a", "y"), wanted("a", "k")])).toEqual([note]);
    expect(notes([recorded("a", "x", coregit)], [wanted("a", "y", { ...coregit, label: "new" })])).toEqual([
      note,
    ]);
    expect(notes([recorded("a", "x", { project: undefined })], [wanted("a", "y")])).toEqual([note]);
  });

  it.each<[string, readonly RecordedConnection[], readonly WantedConnection[]]>([
    ["two are gone", [recorded("a", "x"), recorded("a", "z")], [wanted("a", "y")]],
    ["two are new", [recorded("a", "x")], [wanted("a", "y"), wanted("a", "z")]],
    ["they are to different hosts", [recorded("a", "x")], [wanted("a", "y", { host: "gitlab" })]],
    ["no host is known", [recorded("a", "x", { host: undefined })], [wanted("a", "y", { host: undefined })]],
    ["they are of different kinds", [recorded("a", "x")], [wanted("a", "y", coregit)]],
    ["they are in different projects", [recorded("a", "x")], [wanted("a", "y", { project: "prj_2" })]],
    ["the new one names another in adopt", [recorded("a", "x")], [wanted("a", "y", { adopt: "rc_other" })]],
    ["it is a rename", [recorded("a", "x")], [wanted("a", "y", { renamedFrom: "x" })]],
    ["nothing is gone", [], [wanted("a", "y")]],
  ])("is not guessed where %s", (_, had, has) => {
    expect(notes(had, has)).toEqual([]);
  });
});

describe("between stacks", () => {
  const problems = (...stacks: SurveyedStack[]) => {
    const survey = new Survey(stacks);
    return stacks.map(({ name }) => survey.problemsOf(name).join("\n"));
  };

  it("what is gone in one and new in the other has moved: both are told how, once for all", () => {
    const had = [recorded("a", "x"), recorded("a", "z", { repositories: ["acme/z"] })];
    const has = [wanted("b", "x"), wanted("b", "y", { adopt: "rc_z" })];
    const [of, at] = problems(stack("a", had, []), stack("b", [], has));
    expect(of).toBe(at);
    expect(of).toBe(
      [
        "From stack a to connections/b.yaml there moved x (rc_x), z (rc_z, now y). Without its record, a connection would be deleted there or made a second time here, so nothing was done. Move the record, then run this again:",
        "  pulumi stack init b --no-select",
        `  pulumi state move --source a --dest b --yes '${urnOf("a", "x")}' '${urnOf("a", "z")}'`,
      ].join("\n"),
    );
    const [left] = problems(stack("a", had, undefined), stack("b", [recorded("b", "q")], has));
    expect(left).not.toContain("stack init");
    expect(left).toContain("pulumi state move");
  });

  it("whatever has changed, renamedFrom says what has moved", () => {
    const declared = wanted("b", "y", { repositories: ["acme/other"], renamedFrom: "x" });
    const texts = problems(stack("a", [recorded("a", "x")], []), stack("b", [], [declared]));
    for (const text of texts) expect(text).toContain("there moved x (rc_x, now y).");
  });

  it("another project's connection does not move; one that may be a second one does", () => {
    const had = [recorded("a", "x")];
    expect(problems(stack("a", had, []), stack("b", [], [wanted("b", "x", { project: "prj_2" })]))).toEqual([
      "",
      "",
    ]);
    const twin = wanted("b", "x", { allowDuplicate: true });
    for (const text of problems(stack("a", had, []), stack("b", [], [twin])))
      expect(text).toContain("there moved x (rc_x).");
    const [, named] = problems(
      stack("a", had, []),
      stack("b", [], [wanted("b", "x", { project: "p2", adopt: "rc_x" })]),
    );
    expect(named).toContain(
      "which is in another SigSentry project (prj), and no connection can leave its project",
    );
  });

  it("what one still declares is not for the other to take over", () => {
    const [of, at] = problems(
      stack("a", [recorded("a", "x")], [wanted("a", "x")]),
      stack("b", [], [wanted("b", "y", { adopt: "rc_x" })]),
    );
    expect(of).toBe("");
    expect(at).toBe(
      "y names rc_x in adopt, which stack a manages as x (connections/a.yaml). One connection is declared once: take it out of connections/b.yaml or of connections/a.yaml. Nothing was done.",
    );
  });

  it("what two record is neither's to delete", () => {
    const both = problems(
      stack("a", [recorded("a", "x")], []),
      stack("b", [recorded("b", "x")], [wanted("b", "x")]),
    );
    for (const text of both)
      expect(text).toContain(`pulumi state delete --stack a --yes '${urnOf("a", "x")}'`);
  });

  it("what any stack records is managed, though no file of this folder could declare it", () => {
    const survey = new Survey([stack("a", [recorded("a", "x")], [])], [recorded("other", "y")]);
    expect(["rc_x", "rc_y", "rc_z"].map((id) => survey.managerOf("sigsentry", id) !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
    expect(survey.managerOf("coregit", "rc_x")).toBeUndefined();
  });
});

describe("a namesake in another file", () => {
  const notes = (now: Partial<WantedConnection>) =>
    new Survey([
      stack("a", [recorded("a", "x")], []),
      stack("b", [], [wanted("b", "x", { repositories: ["acme/other"], ...now })]),
    ]).notesOn("b");

  it("may have moved and changed at once, which is asked", () => {
    expect(notes({})).toEqual([
      "x is new in connections/b.yaml, and x of stack a is no longer declared. If it moved, have its record moved first: then nothing is deleted. `pulumi state move --source a --dest b --yes 'urn:pulumi:a::p::t::x'`",
    ]);
  });

  it.each([
    ["to another host", { host: "gitlab" }],
    ["of another project", { project: "prj_2" }],
    ["of the other service", coregit],
    ["called otherwise", { name: "y" }],
    ["that takes over another", { adopt: "rc_9" }],
  ])("%s is another one", (_, now) => {
    expect(notes(now)).toEqual([]);
  });
});
