import type { Route } from '../http.ts';
import { activityLogRoutes } from './activity-logs.ts';
import { companyRoutes } from './companies.ts';
import { contactRoutes } from './contacts.ts';
import { conversationRoutes } from './conversations.ts';
import { listRoutes } from './lists.ts';
import { ticketRoutes } from './tickets.ts';

/** Every endpoint that the sandbox answers. */
export const routes: readonly Route[] = [
  ...listRoutes,
  ...contactRoutes,
  ...companyRoutes,
  ...conversationRoutes,
  ...ticketRoutes,
  ...activityLogRoutes,
];
