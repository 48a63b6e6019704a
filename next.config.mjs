/** Pages only: the hub's own server answers the API and wraps what Next renders. */

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // A compressed event stream is a buffered one; the hub sits on the same machine or behind a proxy that compresses.
  compress: false,
  images: { unoptimized: true },
  // `npm test` checks the types, of everything; a start should not wait for it again.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  // In development Next itself refuses its live reload to pages of other names than localhost. Who may reach the hub
  // under which name is decided before Next sees anything (src/server/transport/http/boundary.ts).
  allowedDevOrigins: ["127.0.0.1"],
  experimental: { agentUpgrade: false },
};

export default config;
