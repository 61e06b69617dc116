// Loaded into each service before its own code: a service must not outlive the process that started it, which may be
// killed without a chance to say so. The channel to that process closes then.
const GRACE_MILLISECONDS = 10_000;

process.on('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MILLISECONDS).unref();
});
// The channel alone keeps no service alive that has nothing left to do.
process.channel?.unref();
