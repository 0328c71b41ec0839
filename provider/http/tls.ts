/** What is wrong with a TLS connection, and what to do about it. */
export interface TlsTrouble {
  /** The first part of the message, the address before it. */
  readonly what: string;
  readonly advice: string;
}

const NO_TLS: TlsTrouble = {
  what: "does not speak TLS",
  advice:
    "An http port was asked by https: check the scheme and the port of the address (baseUrl), and, where HTTPS_PROXY is set, those of the proxy.",
};

const OTHER_HOST: TlsTrouble = {
  what: "shows the certificate of another host",
  advice: "Check the host in the address (baseUrl), and whether a proxy or another server answers for it.",
};

const EXPIRED: TlsTrouble = {
  what: "has a certificate that has expired",
  advice: "Whoever runs it has to renew it; if it is new, check the clock of this machine.",
};

const NOT_YET: TlsTrouble = {
  what: "has a certificate that is not valid yet",
  advice: "Check the clock of this machine.",
};

const SELF_SIGNED: TlsTrouble = {
  what: "has a certificate that it has signed itself",
  advice:
    "If that is your own server, name the file of its certificate in NODE_EXTRA_CA_CERTS; if not, something else answers in its place.",
};

const UNKNOWN_AUTHORITY: TlsTrouble = {
  what: "has a certificate of an authority that is not known here",
  advice:
    "If a proxy or a private authority signs certificates here, name its CA file in NODE_EXTRA_CA_CERTS; if not, the server may not send the certificates between its own and the authority's.",
};

const DISAGREEMENT: TlsTrouble = {
  what: "cannot be agreed with on TLS",
  advice:
    "The server, or a proxy on the way, refuses what this machine offers: another version of TLS, or a certificate of the client.",
};

/** By the codes of Node, OpenSSL and undici. */
const TROUBLES: Readonly<Record<string, TlsTrouble>> = {
  EPROTO: NO_TLS,
  ERR_SSL_HTTP_REQUEST: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_HOST,
  // undici's code for the same, behind a proxy.
  UND_ERR_PRX_TLS: OTHER_HOST,
  CERT_HAS_EXPIRED: EXPIRED,
  CERT_NOT_YET_VALID: NOT_YET,
  DEPTH_ZERO_SELF_SIGNED_CERT: SELF_SIGNED,
  CERT_UNTRUSTED: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
};

/** What a code of Node's, OpenSSL's or undici's says of TLS; `undefined` for one that is about something else. */
export function tlsTrouble(code: string): TlsTrouble | undefined {
  if (Object.hasOwn(TROUBLES, code)) return TROUBLES[code];
  if (/CERT|UNABLE_TO/.test(code))
    return { ...UNKNOWN_AUTHORITY, what: "has a certificate that is not trusted" };
  return /TLS|SSL/.test(code) ? DISAGREEMENT : undefined;
}
