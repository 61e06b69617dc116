/** Text of a table's cell: on one line, without what would end the cell. */
export function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

/** Code in a cell; nothing for no text. */
export function code(text: string | undefined): string {
  if (text === undefined || text === '') return '';
  const flat = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return flat.includes('`') ? `\`\` ${flat} \`\`` : `\`${flat}\``;
}

/** A table with a header; nothing without rows. */
export function grid(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  return [
    `| ${header.join(' | ')} |`,
    `|${header.map(() => ' --- |').join('')}`,
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ];
}

/** A titled part; nothing without content. */
export function part(title: string, content: readonly string[]): string[] {
  return content.length === 0 ? [] : [`**${title}**`, '', ...content];
}

/** A link to a table of any system, from one of the pages. */
export function tableLink(name: string, page: string): string {
  const [system = '', table = ''] = name.split('.');
  const anchor = `#${system}${table}`;
  return `[${system === page ? table : name}](${system === page ? '' : `${system}.md`}${anchor})`;
}
