// In this order, from left to right: comments, quoted names (kept), strings with and without escapes, dollar-quoted
// strings, and numbers that are no part of a name or of a parameter.
const TOKEN =
  /\/\*[\s\S]*?\*\/|--[^\n]*|"(?:[^"]|"")*"|\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1|(?<![\w$.])\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g;
const NESTED_COMMENT = /\/\*(?:(?!\*\/)[\s\S])*\/\*/;

/** SQL, or a condition of a plan, without the values in it: each becomes `?`, and comments are left out. */
export function maskLiterals(text: string): string {
  // Where it ends cannot be told by a pattern, and so not what follows.
  if (NESTED_COMMENT.test(text)) return '?';
  return text.replace(TOKEN, (token) => {
    if (token.startsWith('"')) return token;
    return token.startsWith('/*') || token.startsWith('--') ? '' : '?';
  });
}
