import { useMemo } from 'preact/hooks';
import { createSizes } from '../../format/sizes.ts';
import type { OperationsAnswer } from '../../rest/operations-answers.ts';
import type { NodeStore } from '../../store/operations/node-store.ts';
import { operationsTexts } from '../../texts/operations.ts';
import { problemText, texts } from '../../texts.ts';
import { Notice } from '../notice.tsx';
import { usePage } from '../page-context.ts';
import { StatTile, type StatTileProps } from '../stat-tile.tsx';

const own = operationsTexts.node;

function Readiness({ ready, reasons }: Pick<OperationsAnswer, 'ready' | 'reasons'>) {
  if (ready) return <p class="op-state op-good">{own.ready}</p>;
  return (
    <Notice kind="bad">
      {own.notReady}: {reasons.join('; ')}
    </Notice>
  );
}

function Nodes({ nodes }: Pick<OperationsAnswer, 'nodes'>) {
  return (
    <p>
      {own.nodes}:{' '}
      {nodes.map(({ node, leader }, index) => (
        <span key={node}>
          {index > 0 && ', '}
          <strong>{node}</strong>
          {leader && <span class="soft"> ({own.leader})</span>}
        </span>
      ))}
      {nodes.length === 0 && texts.nothing}
    </p>
  );
}

/** The tiles of a node, in the order in which they are read. */
function useTiles(figures: OperationsAnswer): StatTileProps[] {
  const { numbers, times, durations, locale } = usePage().formats;
  const sizes = useMemo(() => createSizes(locale), [locale]);
  const known = (value: number | null, write: (value: number) => string) =>
    value === null ? texts.nothing : write(value);
  const { connections, heartbeat, memory, recorder, log, check, webhooks } = figures;
  const { redis } = log;
  const most = recorder.commitMostSeconds;
  const beyond = recorder.commits === 0 ? texts.nothing : own.commitBeyond;
  const checked = check.at === null ? null : times.moment(Date.parse(check.at), Date.parse(figures.at));
  return [
    {
      label: own.connections,
      value: numbers.count(connections.open),
      note:
        connections.slowReaders > 0
          ? own.slow(numbers.count(connections.slowReaders))
          : own.opened(numbers.count(connections.opened)),
    },
    {
      label: own.memory,
      value: known(memory.residentBytes, sizes.bytes),
      note: own.heap(known(memory.heapUsedBytes, sizes.bytes)),
    },
    {
      label: own.heartbeat,
      value: durations.span(heartbeat.seconds),
      note: own.heartbeatNote(numbers.count(heartbeat.presences), numbers.share(heartbeat.coreShare)),
    },
    { label: own.loop, value: known(memory.eventLoopLagSeconds, sizes.lag), note: own.loopNote },
    {
      label: own.disk,
      value: known(recorder.lagSeconds, sizes.lag),
      note: own.waiting(known(recorder.waitingEffects, numbers.count)),
    },
    {
      label: own.commit,
      value: most === null ? beyond : own.commitMost(sizes.lag(most)),
      note: own.commitNote(known(recorder.commitAverageSeconds, sizes.lag)),
    },
    {
      label: own.failures,
      value: numbers.count(recorder.commitFailures),
      note: own.ofCommits(numbers.count(recorder.commits)),
    },
    {
      label: own.redis,
      value: redis === null ? own.noRedis : known(redis.lagSeconds, sizes.lag),
      note:
        redis === null
          ? own.noRedisNote
          : redis.connected
            ? own.redisOn(known(redis.reconnects, numbers.count))
            : own.redisAway,
    },
    {
      label: own.log,
      value: numbers.count(log.pendingChanges),
      note: log.following ? own.following : own.standing,
    },
    {
      label: own.check,
      value: check.differences === null ? own.checkNone : numbers.count(check.differences),
      note: checked === null ? own.checkNoneNote : own.checkNote(checked),
    },
    {
      label: own.queue,
      value: known(webhooks.pending, numbers.count),
      note: webhooks.pending ? own.oldest(durations.span(webhooks.oldestPendingSeconds ?? 0)) : undefined,
    },
  ];
}

function Figures({ figures }: { figures: OperationsAnswer }) {
  const { times } = usePage().formats;
  const tiles = useTiles(figures);
  const started =
    figures.startedAt === null ? null : times.moment(Date.parse(figures.startedAt), Date.parse(figures.at));
  return (
    <>
      <div class="op-head">
        <Readiness ready={figures.ready} reasons={figures.reasons} />
        <Nodes nodes={figures.nodes} />
      </div>
      <dl class="tiles op-tiles">
        {tiles.map((tile) => (
          <StatTile key={tile.label} {...tile} />
        ))}
      </dl>
      {started !== null && <p class="soft op-foot">{own.started(started)}</p>}
    </>
  );
}

/** How the node that answers this page fares. */
export function NodePanel({ store }: { store: NodeStore }) {
  const figures = store.figures.value;
  const problem = store.asking.problem.value;
  return (
    <section class="panel" aria-label={own.title} data-testid="node">
      <h2 class="panel-title">{own.title}</h2>
      {problem && (
        <Notice kind="warn">
          {own.problem} {problem.code === 'not_allowed' ? own.notAllowed : problemText(problem.code)}
        </Notice>
      )}
      {!figures && !problem && <p class="quiet">{own.loading}</p>}
      {figures && (
        <div class={problem ? 'is-stale' : ''}>
          <Figures figures={figures} />
        </div>
      )}
    </section>
  );
}
