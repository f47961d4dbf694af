import { notFound } from '../../http/refusal.ts';
import { collectionParent } from '../../resource-kit/parent.ts';
import { conversationsOf } from './rows.ts';

export const conversation = collectionParent('conversation_id', conversationsOf, () => notFound('Conversation'));
