import { engineVersion } from "./version";

/** A release's archive for one platform. */
export interface Archive {
  readonly url: string;
  readonly algorithm: "sha256" | "sha512";
  /** In hexadecimal digits. */
  readonly checksum: string;
  /** The folder in it that holds the engine's files. */
  readonly folder: string;
}

/** The release that the checksums below are of. */
export const RELEASE = "3.248.0";

/**
 * By platform and processor. The SHA-256 sums are those of Pulumi's own Homebrew tap (`Formula/pulumi.rb`, "Brew formula
 * update for Pulumi version 3.248.0", 24 June 2026). Windows is not in it: that SHA-512 is the one of
 * ScoopInstaller/Main (`bucket/pulumi.json`, 3.248.0), which takes it from the release's SHA512SUMS. A platform without
 * a checksum has no download.
 */
const CHECKSUMS: Readonly<Record<string, string>> = {
  "darwin-arm64": "1c42c8e4c504c12e8cdce42a638ff47a4786afbaebf2f381563bb01f2fadbe48",
  "darwin-x64": "c0ddbbdf20dcee54b5c542106956fedb0c61b9b11f103a6e2a6d4df4bb64bc5a",
  "linux-arm64": "c0287edf11cac0f0f77378b17b843ef6cb7f39252c9fcc1d2ba62145d6d96d58",
  "linux-x64": "a13732d8921f99d70b9ae270d79c3b575bb37707fce7486e64fef333afc11ae0",
  "windows-x64":
    "cff9a82a3c8e5ecc9bcd45b4ab5f99ace2cb7ef206e804c5114cd717e56a6855746e9e8deff977970381a79df28e3f0c4a70abdab4d2b0feabe8f668dca70e1e",
};

/** The archive for a machine; `undefined`: no checksum of one is known, and nothing is downloaded. */
export function archiveFor(platform: NodeJS.Platform, arch: string): Archive | undefined {
  const isWindows = platform === "win32";
  const name = `${isWindows ? "windows" : platform}-${arch}`;
  const checksum = Object.hasOwn(CHECKSUMS, name) ? CHECKSUMS[name] : undefined;
  if (checksum === undefined || engineVersion !== RELEASE) return undefined;
  return {
    url: `https://get.pulumi.com/releases/sdk/pulumi-v${RELEASE}-${name}.${isWindows ? "zip" : "tar.gz"}`,
    algorithm: isWindows ? "sha512" : "sha256",
    checksum,
    folder: isWindows ? "Pulumi/bin" : "pulumi",
  };
}
