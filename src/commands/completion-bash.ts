/**
 * The completion script for bash, which zsh runs too. One `case` for each question: which words name a command, what an
 * option's value is, what a command takes.
 */
import type { CompletableCommand, Values } from './completion.js';

/** @param commands - the program itself first */
export function bashCompletion(commands: readonly CompletableCommand[]): string {
  const paths = commands.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  const values = commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === null
        ? []
        : names.map(name => `    ${quoted(`${path}|${name}`)}) ${filling(value)}; return ;;`),
    ),
  );
  const words = commands.map(({ path, commands: below, options }) => {
    const names = below.map(({ name }) => name).join(' ');
    const flags = options.flatMap(option => option.names).join(' ');
    return `    ${quoted(path)}) commands=${quoted(names)} words=${quoted(flags)} ;;`;
  });
  const operands = commands.flatMap(({ path, operands: each, isVariadic }) =>
    each.map((value, index) => {
      const place =
        isVariadic && index === each.length - 1 ? `${quoted(`${path}|`)}*` : quoted(`${path}|${index}`);
      return `    ${place}) ${filling(value)} ;;`;
    }),
  );
  const withValue = commands.flatMap(({ path, options }) =>
    options.flatMap(({ names, value }) =>
      value === null ? [] : names.map(name => quoted(`${path}|${name}`)),
    ),
  );
  return `# bash completion for security-inbox; made by "security-inbox completion bash".
_security_inbox_fill() { COMPREPLY+=($(compgen -W "$1" -- "$cur")); }
_security_inbox_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY+=($(compgen -f -- "$cur"))
}
_security_inbox_ids() {
  _security_inbox_fill "$("\${COMP_WORDS[0]}" report-ids "\${config[@]}" 2>/dev/null)"
}
_security_inbox() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path='' word='' words='' commands='' index=1 count=0
  local config=()
  COMPREPLY=()
  while [ "$index" -lt "$COMP_CWORD" ]; do
    word=\${COMP_WORDS[index]}
    index=$((index + 1))
    case "$word" in -c | --config)
      [ "$index" -lt "$COMP_CWORD" ] && config=(--config "\${COMP_WORDS[index]}")
    esac
    case "$path|$word" in
    ${withValue.join(' | ')})
      [ "$index" -eq "$COMP_CWORD" ] && break
      index=$((index + 1))
      word=''
      continue ;;
    esac
    case "$word" in -?*) continue ;; esac
    case "\${path:+$path }$word" in
    ${paths.join(' | ')}) path="\${path:+$path }$word"; count=0 ;;
    *) count=$((count + 1)) ;;
    esac
    word=''
  done
  case "$path|$word" in
${values.join('\n')}
  esac
  case "$path" in
${words.join('\n')}
  esac
  case "$cur" in -*) _security_inbox_fill "$words"; return ;; esac
  [ "$count" -eq 0 ] && _security_inbox_fill "$commands"
  case "$path|$count" in
${operands.join('\n')}
  esac
}
complete -F _security_inbox security-inbox
`;
}

/** zsh's own bridge to bash's completion. */
export function zshCompletion(commands: readonly CompletableCommand[]): string {
  return `# zsh completion for security-inbox; made by "security-inbox completion zsh".
autoload -Uz compinit bashcompinit
(( $+functions[compdef] )) || compinit
bashcompinit
${bashCompletion(commands)}`;
}

function filling(values: Values): string {
  switch (values.kind) {
    case 'choices':
      return `_security_inbox_fill ${quoted(values.choices.join(' '))}`;
    case 'report':
      return '_security_inbox_ids';
    case 'file':
      return '_security_inbox_files';
    case 'free':
      return ':';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
