/** Where the tests' databases live. */
export interface TestServer {
  /** Connection string of a superuser, or of a role that may create databases and roles. */
  url: string;
  /** For the one line that says what is used; holds no password. */
  description: string;
  /** Stops it, if it was started for the run. */
  stop(): Promise<void>;
}
