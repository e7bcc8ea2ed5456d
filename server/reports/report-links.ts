import { createHmac, timingSafeEqual } from 'node:crypto';

/** A file of a report, which whoever has the link may load until it expires. */
export interface ReportLink {
  readonly id: string;
  /** `workbook`, or the number of a sheet. */
  readonly file: string;
  /** ms; the signature holds it. */
  readonly expires: number;
}

const PURPOSE = 'report file';

/** Signs links, so that they work without a token; the first secret signs, all verify. */
export class ReportLinks {
  readonly #secrets: readonly string[];

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /** The query of a link. */
  sign(link: ReportLink): string {
    const [secret = ''] = this.#secrets;
    const signature = signatureOf(link, secret).toString('base64url');
    return `expires=${link.expires}&signature=${signature}`;
  }

  /** Whether the signature is ours and the link has not expired. */
  isGood(link: ReportLink, signature: string, now: number): boolean {
    const given = Buffer.from(signature, 'base64url');
    const isOurs = this.#secrets.some((secret) => {
      const own = signatureOf(link, secret);
      return own.length === given.length && timingSafeEqual(own, given);
    });
    return isOurs && now < link.expires;
  }
}

function signatureOf({ id, file, expires }: ReportLink, secret: string): Buffer {
  return createHmac('sha256', secret)
    .update(JSON.stringify([PURPOSE, id, file, expires]))
    .digest();
}
