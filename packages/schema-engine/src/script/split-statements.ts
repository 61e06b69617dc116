/** A statement of a script, with where it stands: needed to show an error at its line. */
export interface Statement {
  readonly text: string;
  /** Offset of the first character of `text` in the script, in UTF-16 units. */
  readonly offset: number;
}

/**
 * Cuts a script into statements at the semicolons that Postgres would see: not those in literals, quoted names,
 * dollar-quoted bodies, comments (which nest), or the body of a `BEGIN ATOMIC` function. Pieces without any code are dropped.
 */
export function splitStatements(script: string): Statement[] {
  const statements: Statement[] = [];
  let start = 0;
  let codeStart = -1;
  let depth = 0;
  let atomic = 'no' as 'no' | 'begin' | 'in';
  let blocks = 0;
  let at = 0;

  const finish = (end: number) => {
    if (codeStart >= 0) {
      statements.push({ text: script.slice(codeStart, end), offset: codeStart });
    }
    start = end;
    codeStart = -1;
    depth = 0;
    atomic = 'no';
    blocks = 0;
  };

  while (at < script.length) {
    const skipped = skipBlank(script, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    if (codeStart < 0 && script[at] !== ';') {
      codeStart = at;
    }
    const character = script[at];
    if (character === ';' && depth === 0 && atomic !== 'in') {
      finish(at);
      at += 1;
      start = at;
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')') depth = Math.max(0, depth - 1);
    const word = wordAt(script, at);
    if (word === '') {
      at = skipToken(script, at);
      continue;
    }
    const quoted = script[at + word.length] === "'" && /^(e|b|x|n|u&)$/i.test(word);
    if (quoted) {
      at = skipLiteral(script, at + word.length, /^e$/i.test(word));
      continue;
    }
    const keyword = word.toUpperCase();
    if (atomic === 'in') {
      if (keyword === 'CASE') blocks += 1;
      if (keyword === 'END') {
        if (blocks === 0) atomic = 'no';
        else blocks -= 1;
      }
    } else {
      atomic =
        keyword === 'BEGIN' && at !== codeStart
          ? 'begin'
          : keyword === 'ATOMIC' && atomic === 'begin'
            ? 'in'
            : 'no';
    }
    at += word.length;
  }
  finish(Math.max(start, script.length));
  return statements;
}

/** White space and comments. */
function skipBlank(script: string, from: number): number {
  let at = from;
  while (/[\s\uFEFF]/.test(script[at] ?? 'x')) at += 1;
  if (script.startsWith('--', at)) {
    const end = script.slice(at).search(/[\r\n]/);
    return end < 0 ? script.length : at + end;
  }
  if (script.startsWith('/*', at)) {
    return skipBlockComment(script, at);
  }
  return at;
}

function skipBlockComment(script: string, from: number): number {
  let depth = 0;
  let at = from;
  do {
    if (script.startsWith('/*', at)) {
      depth += 1;
      at += 2;
    } else if (script.startsWith('*/', at)) {
      depth -= 1;
      at += 2;
    } else {
      at += 1;
    }
  } while (depth > 0 && at < script.length);
  return at;
}

/** Anything but a word: a literal, a quoted name, a dollar-quoted body, or one character. */
function skipToken(script: string, at: number): number {
  switch (script[at]) {
    case "'":
      return skipLiteral(script, at, false);
    case '"':
      return skipQuoted(script, at, '"');
    case '$':
      return skipDollarQuoted(script, at);
    default:
      return at + 1;
  }
}

function skipLiteral(script: string, at: number, escapes: boolean): number {
  if (!escapes) {
    return skipQuoted(script, at, "'");
  }
  let end = at + 1;
  while (end < script.length) {
    if (script[end] === '\\') end += 2;
    else if (script[end] !== "'") end += 1;
    else if (script[end + 1] === "'") end += 2;
    else return end + 1;
  }
  return script.length;
}

function skipQuoted(script: string, at: number, quote: string): number {
  // A doubled quote ends one literal and begins the next, which comes to the same.
  const end = script.indexOf(quote, at + 1);
  return end < 0 ? script.length : end + 1;
}

function skipDollarQuoted(script: string, at: number): number {
  const tag = /^\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(script.slice(at, at + 130))?.[0];
  if (tag === undefined) {
    return at + 1;
  }
  const end = script.indexOf(tag, at + tag.length);
  return end < 0 ? script.length : end + tag.length;
}

/** The word that begins here: a keyword, name or number. `$` may stand inside one, so `a$b$c` opens no body. */
function wordAt(script: string, at: number): string {
  const pattern = /[\w\u0080-\uffff][\w$\u0080-\uffff]*/y;
  pattern.lastIndex = at;
  const word = pattern.exec(script)?.[0] ?? '';
  return /^u$/i.test(word) && script.startsWith("&'", at + 1) ? script.slice(at, at + 2) : word;
}
