/** Pages only: the hub's own server answers the API and wraps what Next renders. */

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // A compressed event stream is a buffered one; the hub sits on the same machine or behind a proxy that compresses.
  compress: false,
  images: { unoptimized: true },
  typescript: { ignoreBuildErrors: false },
  agentRules: false,
  experimental: { agentUpgrade: false },
};

export default config;
