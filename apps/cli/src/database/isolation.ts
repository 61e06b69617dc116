import { withConnection } from '@org/db-migrate';

/** Whether the role of a connection string passes row level security, as superusers do: then no tenant is isolated. */
export async function passesIsolation(url: string): Promise<boolean> {
  const { rows } = await withConnection(url, (client) =>
    client.query<{ passes: boolean }>(
      'SELECT rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = current_user',
    ),
  );
  return rows[0]?.passes === true;
}
