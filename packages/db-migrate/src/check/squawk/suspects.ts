/** Without one of these no rule of squawk's that is on can find anything; ON UPDATE is a foreign key's. */
const WORDS = /\b(?:DATABASE|TRUNCATE|DOMAIN|BEGIN|TRANSACTION)\b|(?<!\bON\s+)\bUPDATE\b/i;

/** What may be a name of more than 63 bytes, in ASCII and in other letters, which take up to three bytes each. */
const LONG_NAME = /"(?:[^"\n]|""){64,}"|[\w$]{64,}/;
const OTHER_LETTERS = /[\u0080-\uffff]/;

/**
 * Whether one of squawk's rules that are on may find something in a script: cheap, and often wrong; squawk has the say.
 * It takes as long to read a script as all else that is done to it.
 */
export function isSuspect(script: string): boolean {
  return WORDS.test(script) || LONG_NAME.test(script) || OTHER_LETTERS.test(script);
}
