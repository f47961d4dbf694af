import { boolean, integers } from './property.ts';

/** Which AI may use a piece of content, and for whom. */

export const aiAvailability = {
  ai_chatbot_availability: boolean('Whether Fin may use it'),
  ai_copilot_availability: boolean('Whether Copilot may use it'),
  ai_sales_agent_availability: boolean('Whether the sales agent may use it'),
};

export const audienceIds = integers('Ids of the audiences that Fin may use it for; empty where it may for all');
