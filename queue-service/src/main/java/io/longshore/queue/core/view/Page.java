package io.longshore.queue.core.view;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Rules;
import io.longshore.queue.core.Verdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is ordered by a key.
 *
 * @param question mark of the list, for the token
 * @param limit most rows
 * @param after the last key of the page before, empty for the first page
 */
public record Page(String question, int limit, List<String> after) {

  /** The token that leads behind the last key. */
  public String next(String... lastKey) {
    return PageToken.write(question, lastKey);
  }

  /** The page that a request asks for. */
  public static Verdict<Page> of(
      String question,
      @Nullable Integer maxResults,
      @Nullable String nextToken,
      int largest,
      int keyParts) {
    var rules =
        new Rules()
            .member(
                maxResults == null || (maxResults >= 1 && maxResults <= largest),
                "maxResults",
                "maxResults must be between 1 and " + largest + ".");
    Optional<List<String>> after =
        nextToken == null || nextToken.isEmpty()
            ? Optional.of(List.of())
            : PageToken.read(nextToken, question, keyParts);
    return rules
        .member(after.isPresent(), "nextToken", "nextToken does not belong to this list.")
        .verdict(
            () ->
                new Page(question, maxResults == null ? largest : maxResults, after.orElseThrow()));
  }

  /** Ids or names that are asked for one by one: not more than the limit. */
  public static Optional<Refusal> describe(
      List<String> asked, int limit, String field, String things) {
    return new Rules()
        .member(
            asked.size() <= limit, field, "Maximum number of " + things + " supported is " + limit)
        .refusal();
  }
}
