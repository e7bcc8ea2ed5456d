import { onTestFinished } from 'vitest';
import { metricOf } from '../support/metrics.ts';
import { Program } from '../support/program.ts';
import { request } from '../support/rest.ts';
import { Tenant } from '../support/tenant.ts';
import { SECRET } from '../support/tokens.ts';

type Environment = Readonly<Record<string, string>>;

/** A server as it is built, in a process of its own, to which anything may be done. */
export class FaultServer {
  readonly program: Program;
  readonly url: string;

  private constructor(program: Program, port: number) {
    this.program = program;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Killed when the test has finished. */
  static run(environment: Environment, nodeArgs: readonly string[] = []): Program {
    const program = new Program('start', {
      env: { PORT: '0', JWT_SECRET: SECRET, ...environment },
      nodeArgs,
    });
    onTestFinished(async () => {
      await program.stop('SIGKILL');
    });
    return program;
  }

  /** Resolves when it listens. */
  static async start(environment: Environment, nodeArgs: readonly string[] = []): Promise<FaultServer> {
    const program = FaultServer.run(environment, nodeArgs);
    return new FaultServer(program, await program.port());
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  tenant(org = 'acme'): Tenant {
    return new Tenant(this.url, org, 'plain');
  }

  /** Empty when it is ready. */
  async notReady(): Promise<unknown> {
    const { status, json } = await request(this.url, '/readyz', {});
    return status === 200 ? [] : json.reasons;
  }

  async metric(name: string, labels = ''): Promise<number> {
    return metricOf((await request(this.url, '/metrics', {})).text, name, labels);
  }
}
