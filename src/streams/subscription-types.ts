import { subscriptionTypeSchema } from '../schemas/subscription-type.ts';
import { ListStream } from './list-stream.ts';

export class SubscriptionTypes extends ListStream {
  readonly name = 'subscription_types';
  readonly description = 'A kind of message that contacts can subscribe to or opt out of.';
  readonly schema = subscriptionTypeSchema;
  readonly list = { path: '/subscription_types', recordsAt: 'data' };
}
