import type { Route } from '../http/route.ts';
import { activityLogRoutes } from './activity-logs/routes.ts';
import { companyRoutes } from './companies/routes.ts';
import { contactRoutes } from './contacts/routes.ts';
import { conversationRoutes } from './conversations/routes.ts';
import { listRoutes } from './list-routes.ts';
import { ticketRoutes } from './tickets/routes.ts';

/** Every endpoint that the sandbox answers. */
export const routes: readonly Route[] = [
  ...listRoutes,
  ...contactRoutes,
  ...companyRoutes,
  ...conversationRoutes,
  ...ticketRoutes,
  ...activityLogRoutes,
];
