import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { InputError, NotFoundError } from '../../lib/domain/index.ts';
import { type JsonObject, textAt } from './json.ts';
import type { Resource } from './stacks.ts';

/** SNS: what `Publish` answers, as the XML of its query protocol. */
export type Topics = (operation: string, input: JsonObject) => Promise<string>;

/** What SNS takes as a subject: up to 100 characters of printable ASCII, the first of them no space. */
const SUBJECT = /^[!-~][ -~]{0,99}$/;

/**
 * Stand in for the topics of the templates: no e-mail leaves the machine. Each message is a text file in the outbox, named for
 * its moment and its topic.
 *
 * @param outbox - folder of the messages, made when the first one comes
 */
export function provideTopics(resources: readonly Resource[], outbox: string): Topics {
  const topics = new Map(
    resources.filter(({ type }) => type === 'AWS::SNS::Topic').map((topic) => [topic.ref, topic]),
  );
  return async (operation, input) => {
    if (operation !== 'Publish')
      throw new InputError(`the local cloud does not know the request sns:${operation}`);
    const topic = topics.get(textAt(input.TopicArn, 'TopicArn'));
    if (topic === undefined) throw new NotFoundError('Topic does not exist');
    const subject = input.Subject === undefined ? '' : textAt(input.Subject, 'Subject');
    if (input.Subject !== undefined && !SUBJECT.test(subject))
      throw new InputError('Invalid parameter: Subject');
    const id = randomUUID();
    const moment = new Date().toISOString().replaceAll(/[:.]/g, '-');
    const text = `Topic: ${topic.ref}\nSubject: ${subject}\n\n${textAt(input.Message, 'Message')}`;
    await mkdir(outbox, { recursive: true });
    await writeFile(`${outbox}/${moment}-${topic.id}-${id.slice(0, 8)}.txt`, text);
    return publishAnswer(id);
  };
}

const publishAnswer = (id: string): string =>
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">' +
  `<PublishResult><MessageId>${id}</MessageId></PublishResult>` +
  `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></PublishResponse>`;
