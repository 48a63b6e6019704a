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
  experimental: { agentUpgrade: false },
};

export default config;
