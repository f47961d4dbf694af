import type { Dice } from '../../generate/dice.ts';
import { type Ids, ids } from '../../generate/ids.ts';
import { touchAny } from '../../resource-kit/random.ts';
import type { Resource } from '../../resource-kit/resource.ts';
import { subscriptionTypeCount } from '../subscription-types.ts';
import { contactChanges } from './changes.ts';
import { contactsOf } from './rows.ts';

/** Now and then a contact gets a tag, company, note, segment or subscription. It loses none, so that no link is left over. */
export const contactLinkChanges = {
  random: {
    weight: 3,
    make: touchAny('contacts', contactsOf, (workspace, id, dice) => {
      const changes = contactChanges(workspace);
      const makers = [
        () => changes.tagContact(id, any(ids.tag, workspace.size('tags'), dice)),
        () => changes.attachCompany(id, any(ids.company, workspace.size('companies'), dice)),
        () => changes.addNote(id),
        () => changes.joinSegment(id, any(ids.segment, workspace.size('segments'), dice)),
        () => changes.subscribeContact(id, any(ids.subscription, subscriptionTypeCount, dice)),
      ] as const;
      dice.pick(makers)();
    }),
  },
} satisfies Resource;

function any(kind: Ids, count: number, dice: Dice): string {
  return kind.of(dice.below(Math.max(1, count)));
}
