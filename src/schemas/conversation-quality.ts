import { boolean, number, object, objects, text, texts, time } from './property.ts';

/** Results of quality assurance, where the workspace has it. */

export const monitorEvaluations = objects('Monitors that flagged the conversation', {
  monitor_id: text('Id of the monitor'),
  monitor_name: text('Name of the monitor'),
  monitor_type: text('Kind of monitor'),
  result: text('Outcome'),
  explanation: text('Why the monitor came to it'),
  evaluated_at: time('When it was evaluated'),
});

export const scorecards = objects('Scorecards of the conversation', {
  scorecard_id: text('Id of the scorecard'),
  scorecard_version_id: text("Id of the scorecard's version"),
  name: text('Name of the scorecard'),
  scorecard_type: text('Kind of scorecard'),
  passed: boolean('Whether the conversation passed'),
  score: number('Score'),
  ai_score: number('Score given by AI'),
  evaluated_at: time('When it was last scored'),
  reviewed_teammate: object('Who was reviewed', {
    type: text('ai or admin'),
    admin_id: text('Id of the reviewed teammate'),
  }),
  evaluators: objects('Results of each criterion', {
    evaluator_id: text('Id of the criterion'),
    result: object('The result', {
      value: text('Chosen value, such as pass or fail'),
      source: text('Where the result comes from: ai or human'),
      reasoning: text('Explanation of the result'),
      reason_ids: texts('Ids of the reasons given'),
      other_text: text('Further words of the reviewer'),
    }),
  }),
});
