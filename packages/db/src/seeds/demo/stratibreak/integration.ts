/** Where the portal's work is kept. It has no credentials, and is paused until somebody gives it some. */
export const INTEGRATION = {
  projectName: 'Customer Portal Relaunch',
  provider: 'jira',
  name: 'Jira Cloud',
  config: {
    baseUrl: 'https://stratibreak.atlassian.net',
    externalProject: 'PORTAL',
    intervalMinutes: 60,
  },
} as const;
