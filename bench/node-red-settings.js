// No editor: only the flow runs. The log tells when it is connected.
module.exports = {
  flowFile: 'flow.json',
  credentialSecret: false,
  httpAdminRoot: false,
  httpNodeRoot: false,
  logging: { console: { level: 'info', metrics: false, audit: false } },
  telemetry: { enabled: false },
};
