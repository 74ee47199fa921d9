/**
 * The tables of docs/monitoring.md, made from the lists that the program itself holds to.
 */
import { LOG_EVENTS, type LogEvent } from '../log-events.js';
import { METRICS } from './metrics.js';

/** A page of Markdown with today's tables between their marks. */
export function withTables(page: string): string {
  return withTable(withTable(page, 'events', eventTable()), 'metrics', metricTable());
}

function withTable(page: string, name: string, table: string): string {
  const between = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
  return page.replace(between, (_, start: string, end: string) => `${start}${table}\n${end}`);
}

function eventTable(): string {
  return table(
    ['event', 'level', 'what happened', 'fields', 'what to do'],
    Object.entries<LogEvent>(LOG_EVENTS).map(([name, { level, means, fields, toDo }]) => [
      code([name]),
      level,
      means,
      code(fields),
      toDo ?? 'nothing',
    ]),
  );
}

function metricTable(): string {
  return table(
    ['name', 'sort', 'labels', 'meaning'],
    Object.entries(METRICS).map(([name, { kind, labels, help }]) => [code([name]), kind, code(labels), help]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(row).join('\n');
}

function code(names: readonly string[]): string {
  return names.map(name => `\`${name}\``).join(', ');
}

function row(cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
}
