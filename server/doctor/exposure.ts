import type { Config } from '../config.ts';
import { type Finding, ok, warning } from './finding.ts';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

/** What strangers can reach. */
export function judgeExposure(config: Pick<Config, 'host' | 'allowedOrigins' | 'metricsToken'>): Finding[] {
  if (LOOPBACK.test(config.host)) return [ok('listening', `on ${config.host} only`)];
  const findings = [ok('listening', `on ${config.host}`)];
  if (config.allowedOrigins === undefined)
    findings.push(
      warning('ALLOWED_ORIGINS', 'pages of any origin may open sockets', 'name the origins of your pages'),
    );
  if (config.metricsToken === undefined)
    findings.push(warning('METRICS_TOKEN', 'anybody may read /metrics', 'set one, or keep /metrics inside'));
  return findings;
}
