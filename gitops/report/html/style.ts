/** The page's one style sheet. Every pair of text and ground has a contrast of 4.5 at least; a test computes it. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #fff; --text: #1c2127; --soft: #56606c; --line: #dce1e6; --code: #eef1f4; --link: #0a58a8;
  --good: #116329; --good-ground: #e3f4e8;
  --warn: #7a4a00; --warn-ground: #fdf1d5;
  --bad: #a4141f; --bad-ground: #fdeaea;
  --info: #0b4f8f; --info-ground: #e5f0fb;
  --violet: #62389a; --violet-ground: #f0e9fb;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #0e1217; --card: #161b22; --text: #e5eaf0; --soft: #9da8b5; --line: #2a323c; --code: #202731; --link: #7fb8ff;
    --good: #74dc90; --good-ground: #12281a;
    --warn: #f2c55c; --warn-ground: #2d240f;
    --bad: #ff9f98; --bad-ground: #331819;
    --info: #8bc1ff; --info-ground: #12263d;
    --violet: #d0aeff; --violet-ground: #271c39;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: clamp(1rem, 4vw, 3rem) clamp(1rem, 4vw, 2rem); max-width: 62rem;
  background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, dl, dd { margin: 0; padding: 0; }
h1 { font-size: clamp(1.35rem, 1.1rem + 1.4vw, 2rem); line-height: 1.25; letter-spacing: -0.015em; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; letter-spacing: -0.01em; }
h3 { font-size: 1.05rem; line-height: 1.4; }
ul { list-style: none; }
a { color: var(--link); text-underline-offset: 0.2em; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 6px; }
code { font: 0.9em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
.good { color: var(--good); } .warn { color: var(--warn); } .bad { color: var(--bad); }
.info { color: var(--info); } .violet { color: var(--violet); } .plain { color: var(--soft); }

.summary { padding: clamp(1.25rem, 4vw, 2.25rem); border: 1px solid var(--line); border-radius: 16px; background: var(--card); border-top: 6px solid var(--warn); }
.summary.clean { border-top-color: var(--good); }
.summary.failed { border-top-color: var(--bad); }
.command { margin-bottom: 0.5rem; color: var(--soft); font-size: 0.9rem; font-weight: 600; }
.basis { margin-top: 0.6rem; color: var(--soft); }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0.75rem; margin-top: 1.5rem; }
.numbers > div { display: flex; flex-direction: column-reverse; justify-content: flex-end; padding: 0.8rem 1rem; border-radius: 12px; background: var(--code); }
.numbers dd { font-size: 1.8rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; }
.numbers dt { font-size: 0.9rem; }
.numbers > .plain { color: var(--soft); }
.numbers > .good { background: var(--good-ground); }
.numbers > .warn { background: var(--warn-ground); }
.numbers > .bad { background: var(--bad-ground); }

nav, section { margin-top: clamp(2rem, 5vw, 3rem); }
section > h2 { scroll-margin-top: 1rem; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th { text-align: start; }
.overview { margin-top: 0.75rem; border: 1px solid var(--line); border-radius: 12px; border-collapse: separate; border-spacing: 0; background: var(--card); overflow: hidden; }
.overview th, .overview td { padding: 0.35rem 1rem; height: 2.9rem; }
.overview thead th:first-child { width: 40%; }
.overview thead th { height: 2.4rem; color: var(--soft); font-size: 0.85rem; font-weight: 600; }
.overview tbody th, .overview tbody td { border-top: 1px solid var(--line); }
.overview a { display: flex; align-items: center; min-height: 2.9rem; margin-block: -0.35rem; }
.origin { margin-top: 0.25rem; color: var(--soft); }
.empty { margin-top: 1rem; color: var(--soft); }

.cards { display: grid; gap: 1rem; margin-top: 1rem; }
article { padding: clamp(1rem, 3vw, 1.5rem); border: 1px solid var(--line); border-radius: 14px; background: var(--card); }
article > header { display: grid; grid-template-columns: 1fr auto; align-items: start; gap: 0.15rem 1rem; }
.of { grid-column: 1 / -1; color: var(--soft); }
.badge { padding: 0.15rem 0.7rem; border-radius: 999px; font-size: 0.85rem; font-weight: 600; background: var(--code); }
.badge.good { background: var(--good-ground); } .badge.warn { background: var(--warn-ground); }
.badge.bad { background: var(--bad-ground); } .badge.info { background: var(--info-ground); }
.badge.violet { background: var(--violet-ground); }

.message { margin-top: 1rem; padding: 0.8rem 1rem; border-radius: 10px; border-inline-start: 4px solid; }
.message.error { background: var(--bad-ground); color: var(--bad); }
.message.note { background: var(--info-ground); color: var(--info); }
.message p { color: var(--text); white-space: pre-wrap; }

.differences { margin-top: 1rem; }
.differences th, .differences td { padding: 0.5rem 0.75rem 0.5rem 0; border-top: 1px solid var(--line); vertical-align: top; }
.differences thead th { border-top: 0; padding-bottom: 0.25rem; width: 38%; color: var(--soft); font-size: 0.85rem; font-weight: 600; }
.differences thead th + th { width: auto; }
.differences tbody th { font-weight: 500; }
.differences td { padding-inline-end: 0; }
ins, del { padding: 0.05rem 0.4rem; border-radius: 5px; text-decoration: none; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.wanted { background: var(--good-ground); color: var(--good); }
.unwanted { background: var(--bad-ground); color: var(--bad); }
.set { display: flex; flex-wrap: wrap; gap: 0.25rem 0.5rem; }

.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); gap: 1rem 1.5rem; margin-top: 1.1rem; padding-top: 1.1rem; border-top: 1px solid var(--line); }
.facts .wide { grid-column: 1 / -1; }
.facts dt { color: var(--soft); font-size: 0.85rem; font-weight: 600; }
.codes { display: flex; flex-wrap: wrap; gap: 0.35rem 0.6rem; }
.codes.lines { display: grid; }
.codes code, .facts dd > code { padding: 0.1rem 0.4rem; border-radius: 5px; background: var(--code); -webkit-box-decoration-break: clone; box-decoration-break: clone; }

details { margin-top: 1rem; }
summary { display: flex; align-items: center; min-height: 2.9rem; padding: 0.5rem 1rem; border: 1px solid var(--line); border-radius: 12px; background: var(--card); font-weight: 600; cursor: pointer; }
summary::before { content: "›"; flex: none; width: 1.25rem; font-size: 1.3em; line-height: 1; transition: rotate 0.15s; transform-origin: 30% 55%; }
summary::-webkit-details-marker { display: none; }
details[open] > summary::before { rotate: 90deg; }
dd details { margin-top: 0.3rem; }
dd details .codes { margin-top: 0.6rem; }
footer { margin-top: clamp(2.5rem, 6vw, 4rem); padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.9rem; }

@media (max-width: 34rem) {
  .differences :is(th, td) { display: block; }
  .differences thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .differences tbody th { padding-bottom: 0; }
  .differences tbody td { padding-top: 0.25rem; border-top: 0; }
}
@media (prefers-reduced-motion: reduce) { summary::before { transition: none; } }
@media print {
  :root { color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  article, .message, tr { break-inside: avoid; }
  h2, h3, summary { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary::before { content: none; }
}
`;
