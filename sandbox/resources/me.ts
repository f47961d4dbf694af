import type { Row } from '../json.ts';
import type { Resource } from '../resource-kit/resource.ts';
import type { Workspace } from '../workspace.ts';
import { adminsOf } from './teammates.ts';

/** Whose token it is, and of which workspace. */
export const me = {
  routes: [{ method: 'GET', path: '/me', answer: (_call, workspace) => ({ body: ownerOf(workspace) }) }],
} satisfies Resource;

function ownerOf(workspace: Workspace): Row {
  const { region, timeZone } = workspace.settings;
  const [admin = { id: '1', email: 'sandbox@example.com', name: 'Sandbox' }] = adminsOf(workspace);
  return {
    type: 'admin',
    id: admin.id,
    email: admin.email,
    name: admin.name,
    email_verified: true,
    app: {
      type: 'app',
      id_code: 'sandbox1',
      name: 'Sandbox workspace',
      created_at: workspace.createdAt,
      secure: false,
      identity_verification: false,
      timezone: timeZone,
      region,
    },
    avatar: { type: 'avatar', image_url: 'https://static.example.com/avatars/128.png' },
    has_inbox_seat: true,
  };
}
