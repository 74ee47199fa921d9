/**
 * The tables of docs/monitoring.md, made from the lists that the program itself holds to.
 */
import { LOG_EVENTS, type LogEvent } from '../log-events.js';

/** A page of Markdown with today's tables between their marks. */
export function withTables(page: string): string {
  return withTable(page, 'events', eventTable());
}

function withTable(page: string, name: string, table: string): string {
  const between = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
  return page.replace(between, (_, start: string, end: string) => `${start}${table}\n${end}`);
}

function eventTable(): string {
  const rows = Object.entries<LogEvent>(LOG_EVENTS).map(([name, { level, means, fields, toDo }]) =>
    row(`\`${name}\``, level, means, fields.map(field => `\`${field}\``).join(', '), toDo ?? 'nothing'),
  );
  return [
    row('event', 'level', 'what happened', 'fields', 'what to do'),
    row('---', '---', '---', '---', '---'),
    ...rows,
  ].join('\n');
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map(cell => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
}
