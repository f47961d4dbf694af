import { z } from 'zod';
import { cursor, id, openObject, position, text, time } from './property.ts';
import { type } from './shared.ts';

export const callSchema = z.looseObject({
  type,
  id: id('Id of the call'),
  conversation_id: text('Id of its conversation'),
  admin_id: text('Id of the teammate'),
  contact_id: text('Id of the contact'),
  call_type: text('Kind of call, such as phone'),
  direction: text('inbound or outbound'),
  phone: text("The contact's phone number"),
  state: text('State of the call, such as completed'),
  ended_reason: text('Why it ended'),
  initiated_at: time('When it was started'),
  answered_at: time('When it was answered'),
  ended_at: time('When it ended'),
  created_at: time('When it was created'),
  updated_at: cursor('When it last changed'),
  recording_url: text('Address of the recording in the API'),
  transcription_url: text('Address of the transcript in the API'),
  fin_recording_url: text("Address of the recording of Fin's part in the API"),
  fin_transcription_url: text("Address of the transcript of Fin's part in the API"),
});

export const callTranscriptSchema = z.looseObject({
  call_id: id('Id of the call'),
  position: position('Place of the entry in the transcript, from 0'),
  conversation_id: text('Id of the conversation of the call'),
  call_updated_at: cursor('When the call last changed'),
  entry: openObject('The entry as Intercom sends it'),
});
