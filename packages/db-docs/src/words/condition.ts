// What the settings of a transaction hold; see docs/schema.md.
const SETTINGS: Readonly<Record<string, string>> = {
  current_tenant_id: 'the current tenant',
  current_user_id: 'the current user',
  current_portal_user_id: 'the portal user',
  current_customer_id: "the portal user's customer",
  current_customer_tier: "the tier of the portal user's customer",
};

const SETTING = /NULLIF\(current_setting\('app\.(\w+)'::text, true\), ''::text\)/gi;

/**
 * The condition of a policy in words. It is translated, not looked up: a policy that was changed by hand reads differently.
 *
 * @param sql as PostgreSQL prints it
 */
export function conditionInWords(sql: string): string {
  const text = unwrap(sql)
    .replace(SETTING, (_all, name: string) => `«${SETTINGS[name] ?? name.replaceAll('_', ' ')}»`)
    .replace(/\(«([^»]*)»\)::\w+/g, '«$1»')
    .replace(/\((\w+)\)::text/g, '$1')
    .replace(/::(?:text|uuid)\b/g, '')
    .replace(
      /\((?:num_nulls\(«the portal user»\) <> 0|«the portal user» IS NULL)\)|num_nulls\(«the portal user»\) <> 0|«the portal user» IS NULL/g,
      'no portal user is set',
    )
    .replace(/\(?«the current tenant» IS NOT NULL\)?/g, 'a tenant is set')
    .replace(/CASE\s+WHEN (.+?) THEN true\s+ELSE (.+?)\s+END/gs, '$1 or $2')
    .replace(/\((\w+) = («[^»]*»)\)/g, '$1 = $2')
    .replace(/\((\w+ IS (?:NOT )?NULL)\)/g, '$1')
    .replace(/(\w+) IS NOT NULL/g, '$1 is set')
    .replace(/(\w+) IS NULL/g, '$1 is empty')
    .replace(/ = /g, ' is ')
    .replace(/ OR /g, ' or ')
    .replace(/ AND /g, ' and ')
    .replace(/[«»]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return text === 'true' ? 'every row' : text === 'false' ? 'no row' : unwrap(text);
}

/** Without the pair of brackets that holds all of it. */
function unwrap(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let place = 0; place < text.length - 1; place += 1) {
    depth += text[place] === '(' ? 1 : text[place] === ')' ? -1 : 0;
    if (depth === 0) return text;
  }
  return unwrap(text.slice(1, -1));
}
