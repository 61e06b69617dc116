import type { FastifyServerOptions } from 'fastify';

const SECRETS = ['password', 'currentPassword', 'newPassword', 'passwordHash', 'accessToken', 'refreshToken'];

/** Logs as JSON lines, without secrets wherever they might turn up. */
export function loggerOptions(level: string): Exclude<FastifyServerOptions['logger'], boolean | undefined> {
  return {
    level,
    redact: {
      paths: [
        'headers.authorization',
        'headers.cookie',
        '*.headers.authorization',
        '*.headers.cookie',
        ...SECRETS,
        ...SECRETS.map((name) => `*.${name}`),
      ],
      censor: '[secret]',
    },
  };
}
