package io.longshore.standalone.world.aws;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Cuts lists into pages; the token is the key of the last item of the page. */
final class Pages {

  private Pages() {}

  /** A page and where the next begins. */
  record Page<T>(List<T> items, Optional<String> next) {}

  /**
   * One page.
   *
   * @param key an item's key, by which the list is not sorted but found again
   */
  static <T> Page<T> page(List<T> all, Params request, String limit, Function<T, String> key) {
    int most = request.number(limit).orElse(Integer.MAX_VALUE);
    if (most < 1) {
      throw AwsException.invalid("Value (%d) for parameter %s is invalid".formatted(most, limit));
    }
    int from = 0;
    Optional<String> token = request.find("NextToken");
    if (token.isPresent()) {
      while (from < all.size() && !key.apply(all.get(from)).equals(token.get())) {
        from++;
      }
      if (from == all.size()) {
        throw AwsException.client(
            "InvalidNextToken", "The token '%s' is invalid".formatted(token.get()));
      }
      from++;
    }
    List<T> items = all.subList(from, (int) Math.min(all.size(), (long) from + most));
    boolean more = from + items.size() < all.size();
    return new Page<>(items, more ? Optional.of(key.apply(items.getLast())) : Optional.empty());
  }
}
