/** What was typed and not told: commands, requests, logs without a fence around them. */

/**
 * @param text - of a whole block or sentence, white space folded
 */
export function isTyped(text: string): boolean {
  return (
    /^(?:[$>#%] |[\w.-]{1,30}@[\w.-]{1,40}[:~$ ]|PS [A-Z]:|[A-Z]:\\|>>> )/.test(text) ||
    /^(?:curl|wget|git|docker|npm|npx|pip3?|python3?|node|java|mvn|echo|cat|cd|ls|sudo|nc|for|export|mkdir|touch|printf|openssl|ssh|tar|unzip|zip|chmod|rm|cp|ln|kubectl|helm|import|from \w+ import|#!\/) /.test(
      text,
    ) ||
    /^(?:npx )?(?:ts|ecs)-[a-z-]{2,30} (?:scan|analy[sz]e|run|upload|init|login|export|-|\.|\/|~|\$|<|(?!v?\d)\w+[/.]\w)\S*(?: [^.]*)?\S?$/.test(
      text,
    ) ||
    /^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) \S{0,300}(?: HTTP\/|$)/.test(text) ||
    /^(?:HTTP\/\d|\{|\[[{["\d]|\[[A-Z]{3,8}\]\s|<[a-z!?/]|\.\/|\d{4}-\d{2}-\d{2}[T ]\d|Traceback |Exception in |at [\w.$]+\()/.test(
      text,
    )
  );
}
