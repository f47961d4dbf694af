import type { Route } from '../http.ts';
import { companyRoutes } from './companies.ts';
import { contactRoutes } from './contacts.ts';
import { listRoutes } from './lists.ts';

/** Every endpoint that the sandbox answers. */
export const routes: readonly Route[] = [...listRoutes, ...contactRoutes, ...companyRoutes];
