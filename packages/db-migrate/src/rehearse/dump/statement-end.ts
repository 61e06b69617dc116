/** Reads SQL line by line, and tells where a statement ends: at a semicolon outside of literals, names, bodies and comments. */
export class StatementEnd {
  /** What closes the part that a line ended in: a quote, the end of a comment, or a dollar quote's tag. */
  #closer: string | undefined;
  #escapes = false;
  /** BEGIN ATOMIC bodies and parentheses hold semicolons of their own. */
  #depth = 0;

  /** @returns whether the statement ends with this line */
  endsWith(line: string): boolean {
    let at = 0;
    let last = '';
    while (at < line.length) {
      if (this.#closer !== undefined) {
        at = this.#leave(line, at);
        continue;
      }
      if (line.startsWith('--', at)) break;
      const opened = this.#enter(line, at);
      if (opened > 0) {
        at += opened;
        last = 'x';
        continue;
      }
      const character = line[at] ?? '';
      const block = /^(?:BEGIN\s+ATOMIC|CASE|END)\b/i.exec(line.slice(at, at + 20))?.[0];
      if (
        block !== undefined &&
        !/[\w$]/.test(line[at - 1] ?? '') &&
        (this.#depth > 0 || /^BEGIN/i.test(block))
      ) {
        this.#depth += /^END/i.test(block) ? -1 : 1;
        at += block.length;
        last = 'x';
        continue;
      }
      if (character.trim() !== '') last = character;
      at += 1;
    }
    return this.#closer === undefined && this.#depth === 0 && last === ';';
  }

  #enter(line: string, at: number): number {
    const character = line[at] ?? '';
    if (character === "'") {
      this.#escapes = /(?:^|[^\w$])e$/i.test(line.slice(Math.max(0, at - 2), at));
      this.#closer = "'";
      return 1;
    }
    if (character === '"') {
      this.#escapes = false;
      this.#closer = '"';
      return 1;
    }
    if (line.startsWith('/*', at)) {
      this.#closer = '*/';
      return 2;
    }
    if (character === '$' && !/[\w$]/.test(line[at - 1] ?? '')) {
      const tag = /^\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(line.slice(at))?.[0];
      if (tag !== undefined) {
        this.#closer = tag;
        return tag.length;
      }
    }
    return 0;
  }

  /** @returns where to go on: behind what closes, or at the line's end */
  #leave(line: string, from: number): number {
    const closer = this.#closer ?? '';
    for (let at = from; at < line.length; at += 1) {
      if (this.#escapes && closer === "'" && line[at] === '\\') {
        at += 1;
      } else if (line.startsWith(closer, at)) {
        // A doubled quote closes and opens again, which comes to the same.
        this.#closer = undefined;
        return at + closer.length;
      }
    }
    return line.length;
  }
}
