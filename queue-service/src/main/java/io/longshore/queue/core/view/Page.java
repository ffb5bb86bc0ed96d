package io.longshore.queue.core.view;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Rules;
import io.longshore.queue.core.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is ordered by a key.
 *
 * @param question mark of the list, for the token
 * @param limit most rows
 * @param after the last key of the page before, empty for the first page
 */
public record Page(String question, int limit, List<String> after) {

  /**
   * A part of a list's key. What a token holds in its place is checked against it, because clients
   * can make tokens up.
   */
  public enum Part {
    /** Name of a resource. */
    NAME("[a-zA-Z0-9_-]{1,1024}"),
    /** A child's index, a revision. */
    NUMBER("[0-9]{1,9}"),
    /** A time in epoch milliseconds. */
    MILLIS("[0-9]{1,16}"),
    /** A job's id. */
    JOB("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Pattern form;

    Part(String form) {
      this.form = Pattern.compile(form);
    }
  }

  /** The token that leads behind the last key. */
  public String next(String... lastKey) {
    return PageToken.write(question, lastKey);
  }

  /**
   * The page that a request asks for.
   *
   * @param key the parts of the list's key
   */
  public static Verdict<Page> of(
      String question,
      @Nullable Integer maxResults,
      @Nullable String nextToken,
      int largest,
      Part... key) {
    var rules =
        new Rules()
            .member(
                maxResults == null || (maxResults >= 1 && maxResults <= largest),
                "maxResults",
                "maxResults must be between 1 and " + largest + ".");
    Optional<List<String>> after =
        nextToken == null || nextToken.isEmpty()
            ? Optional.of(List.of())
            : PageToken.read(nextToken, question, key.length).filter(parts -> fit(parts, key));
    return rules
        .member(after.isPresent(), "nextToken", "nextToken does not belong to this list.")
        .verdict(
            () ->
                new Page(question, maxResults == null ? largest : maxResults, after.orElseThrow()));
  }

  private static boolean fit(List<String> parts, Part... key) {
    return IntStream.range(0, key.length)
        .allMatch(i -> key[i].form.matcher(parts.get(i)).matches());
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
