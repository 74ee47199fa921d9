/** Answers that are asked for again and again, kept. */

/**
 * Keeps what a function answers.
 * @param most - answers kept; then all are forgotten, so that nobody makes them grow without end
 * @param ask - gives the same for the same, and nothing that changes
 */
export function remembering<Question extends string, Answer extends string | boolean>(
  most: number,
  ask: (question: Question) => Answer,
): (question: Question) => Answer {
  const answers = new Map<Question, Answer>();
  return question => {
    const known = answers.get(question);
    if (known !== undefined) return known;
    if (answers.size >= most) answers.clear();
    const answer = ask(question);
    answers.set(question, answer);
    return answer;
  };
}
