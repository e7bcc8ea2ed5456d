import { createTransport } from 'nodemailer';
import type { MailConfig } from '../config.ts';
import { type Finding, ok, problem } from './finding.ts';

const TIMEOUT_MS = 5000;

/** Signs in to the mail server, and sends nothing. */
export async function judgeMail(mail: MailConfig | undefined): Promise<Finding[]> {
  if (mail === undefined) return [ok('mail', 'not used: SMTP_URL is not set')];
  const transport = createTransport({
    url: mail.url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  try {
    await transport.verify();
    return [ok('mail', `the server takes mail from ${mail.from}`)];
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return [problem('mail', text, 'see SMTP_URL: host, port, user and password')];
  } finally {
    transport.close();
  }
}
