const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Prose of a comment; what stands in backticks is code. */
export function inline(text: string): string {
  return escapeHtml(text)
    .replace(/`([^`]+)`/g, '<code>$1</code>')
    .replace(/(^|\s)_([^_\s][^_]*)_(?=\s|$)/g, '$1<em>$2</em>');
}

export function code(text: string | undefined): string {
  return text === undefined || text === '' ? '' : `<code>${escapeHtml(text.replace(/\s+/g, ' '))}</code>`;
}

/** A table with a header; nothing without rows. Cells are HTML. */
export function grid(
  caption: string,
  header: readonly string[],
  rows: readonly { id?: string; kind?: string; cells: readonly string[] }[],
): string {
  if (rows.length === 0) return '';
  return [
    `<div class="scroll" tabindex="0" role="group" aria-label="${escapeHtml(caption)}"><table><caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${header.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('')}</tr></thead><tbody>`,
    ...rows.map(({ id, kind, cells }) => {
      const marks = id ? ` id="${escapeHtml(id)}" data-kind="${kind}"` : '';
      return `<tr${marks}>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
    }),
    '</tbody></table></div>',
  ].join('\n');
}

/** A link to a table, `schema.table`; shorter from its own system. */
export function tableLink(name: string, system: string): string {
  const shown = name.startsWith(`${system}.`) ? name.slice(system.length + 1) : name;
  return `<a href="#${escapeHtml(name)}"><code>${escapeHtml(shown)}</code></a>`;
}
