package io.longshore.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Rows gathered page by page.
 *
 * @param rows in the order in which they came
 * @param nextToken where more begins; empty at the end
 */
record Pages<T>(List<T> rows, String nextToken) {

  /** All pages from a token on; empty for the first. */
  static <T> Pages<T> all(String token, Function<String, Pages<T>> page) {
    return upTo(Integer.MAX_VALUE, token, page);
  }

  /** Pages until there are so many rows or no more; the last page may go beyond. */
  static <T> Pages<T> upTo(int rows, String token, Function<String, Pages<T>> page) {
    var all = new ArrayList<T>();
    String next = token;
    do {
      Pages<T> one = page.apply(next);
      all.addAll(one.rows());
      next = one.nextToken();
    } while (!next.isEmpty() && all.size() < rows);
    return new Pages<>(all, next);
  }
}
