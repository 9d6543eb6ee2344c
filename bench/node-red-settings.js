// No editor and no log: only the flow runs.
module.exports = {
  flowFile: 'flow.json',
  credentialSecret: false,
  httpAdminRoot: false,
  httpNodeRoot: false,
  logging: { console: { level: 'warn', metrics: false, audit: false } },
  telemetry: { enabled: false },
};
