package io.longshore.queue.core.view;

import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Rules;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.view.Page.Part;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which revisions DescribeJobDefinitions lists when it does not name them one by one.
 *
 * @param name only those of this name; empty for all
 * @param active only ACTIVE or only INACTIVE ones; empty for both
 */
public record DefinitionQuery(Optional<String> name, Optional<Boolean> active, Page page) {

  /** The request; members are null where unset. */
  public record Request(
      @Nullable String name,
      @Nullable String status,
      @Nullable Integer maxResults,
      @Nullable String nextToken) {}

  /** The query, or what is wrong with the request. */
  public static Verdict<DefinitionQuery> of(Request request, Limits.Pages limits, Arns arns) {
    // What can be no name has no revisions, like any unknown name on AWS.
    var name =
        given(request.name())
            .map(text -> arns.definitionRef(text).map(Arns.DefinitionRef::name).orElse(text));
    var status = given(request.status());
    return new Rules()
        .member(
            status.isEmpty() || status.get().equals("ACTIVE") || status.get().equals("INACTIVE"),
            "status",
            "status is ACTIVE or INACTIVE.")
        .verdict(() -> status.map(text -> text.equals("ACTIVE")))
        .then(
            active ->
                Page.of(
                        "definitions " + name + active,
                        request.maxResults(),
                        request.nextToken(),
                        limits.page(),
                        Part.NAME,
                        Part.NUMBER)
                    .map(page -> new DefinitionQuery(name, active, page)));
  }

  /** Tools send the empty string where they mean nothing. */
  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(t -> !t.isEmpty());
  }
}
