/** What the relay counts, as Prometheus reads it (text format 0.0.4). Numbers only: no id, no name, no address. */

export interface Metrics {
  connections: number;
  offices: number;
  framesIn: number;
  framesOut: number;
  bytesIn: number;
  bytesOut: number;
  segmentsTaken: number;
  segmentsVouched: number;
  segmentsForwarded: number;
  commits: number;
  failedCommits: number;
  slowReaders: number;
  trimmed: number;
  /** By tag, and by close code. */
  readonly refused: Record<string, number>;
  readonly closed: Record<number, number>;
}

export const createMetrics = (): Metrics => ({
  connections: 0,
  offices: 0,
  framesIn: 0,
  framesOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  segmentsTaken: 0,
  segmentsVouched: 0,
  segmentsForwarded: 0,
  commits: 0,
  failedCommits: 0,
  slowReaders: 0,
  trimmed: 0,
  refused: {},
  closed: {}
});

const lines: readonly [keyof Metrics, 'gauge' | 'counter', string, string][] = [
  ['connections', 'gauge', 'anteroom_connections', 'Connections open now.'],
  ['offices', 'gauge', 'anteroom_offices_open', 'Offices somebody is connected to now.'],
  ['framesIn', 'counter', 'anteroom_frames_received_total', 'Messages received.'],
  ['framesOut', 'counter', 'anteroom_frames_sent_total', 'Messages sent.'],
  ['bytesIn', 'counter', 'anteroom_received_bytes_total', 'Bytes received.'],
  ['bytesOut', 'counter', 'anteroom_sent_bytes_total', 'Bytes sent.'],
  [
    'segmentsVouched',
    'counter',
    'anteroom_segments_vouched_total',
    'Segments whose signature was left to the readers, since there were too many at once.'
  ],
  ['segmentsTaken', 'counter', 'anteroom_segments_taken_total', 'Segments on the disk and acknowledged.'],
  [
    'segmentsForwarded',
    'counter',
    'anteroom_segments_forwarded_total',
    'Segments forwarded live, once a reader.'
  ],
  ['commits', 'counter', 'anteroom_commits_total', 'Commits to the disk.'],
  ['failedCommits', 'counter', 'anteroom_failed_commits_total', 'Commits the disk did not take.'],
  ['slowReaders', 'counter', 'anteroom_slow_readers_total', 'Times a reader fell behind.'],
  [
    'trimmed',
    'counter',
    'anteroom_segments_trimmed_total',
    'Segments removed because a snapshot covers them.'
  ]
];

export function metricsToText(
  metrics: Metrics,
  more: { readonly bytes: number; readonly offices: number; readonly memory: number; readonly uptime: number }
): string {
  const text = lines.flatMap(([key, type, name, help]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    `${name} ${String(metrics[key])}`
  ]);
  const labelled = (name: string, help: string, label: string, values: Record<string, number>) =>
    text.push(
      `# HELP ${name} ${help}`,
      `# TYPE ${name} counter`,
      ...Object.entries(values).map(([value, count]) => `${name}{${label}="${value}"} ${count}`)
    );
  labelled('anteroom_refused_total', 'What was refused, by reason.', 'reason', metrics.refused);
  labelled('anteroom_closed_total', 'Connections the relay closed, by code.', 'code', metrics.closed);
  const gauge = (name: string, help: string, value: number) =>
    text.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, `${name} ${value}`);
  gauge('anteroom_store_bytes', 'Bytes on the disk.', more.bytes);
  gauge('anteroom_offices', 'Offices kept here.', more.offices);
  gauge('process_resident_memory_bytes', 'Resident memory.', more.memory);
  gauge('anteroom_uptime_seconds', 'Seconds since the start.', Math.round(more.uptime));
  return `${text.join('\n')}\n`;
}
