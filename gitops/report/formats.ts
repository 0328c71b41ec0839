/** The forms in which a report can be had. */
export const FORMATS = ["text", "json", "markdown", "html"] as const;

/** One of {@link FORMATS}. */
export type Format = (typeof FORMATS)[number];
