export { documentSchema } from './document-schema.ts';
export { markdownPages, PAGE, stalePages, writePages } from './files.ts';
export { renderPage } from './html/page.ts';
export type {
  ColumnDocumentation,
  EnumDocumentation,
  ForeignKeyDocumentation,
  GroupDocumentation,
  SchemaDocumentation,
  SystemDocumentation,
  TableDocumentation,
} from './schema-documentation.ts';
