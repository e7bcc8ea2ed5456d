/** Why a report cannot be made, in words for whoever asked for it. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}
