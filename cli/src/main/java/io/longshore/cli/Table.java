package io.longshore.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/**
 * A table as wide as its contents; nothing is cut off, so that it can be searched and cut by tools.
 */
final class Table {
  private static final int GAP = 2;

  private final List<String[]> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(header);
  }

  /** Two columns without a header: what it is, and how it stands. */
  static Table facts() {
    return new Table(new String[0]);
  }

  /** One row. Line breaks and control characters of a value become spaces. */
  Table row(String... cells) {
    rows.add(Arrays.stream(cells).map(Table::printable).toArray(String[]::new));
    return this;
  }

  /** A row of a table of facts, left out where there is nothing to say. */
  Table fact(String what, String how) {
    return how.isEmpty() ? this : row(what, how);
  }

  String render() {
    List<String[]> shown = rows.stream().filter(row -> row.length > 0).toList();
    if (shown.isEmpty()) {
      return "";
    }
    int columns = shown.getFirst().length;
    var widths = new int[columns];
    for (String[] row : shown) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length() + GAP);
      }
    }
    var table =
        TextTable.forColumns(
            Help.defaultColorScheme(Ansi.OFF),
            Arrays.stream(widths)
                .mapToObj(width -> new Column(width, 0, Overflow.TRUNCATE))
                .toArray(Column[]::new));
    table.setAdjustLineBreaksForWideCJKCharacters(false);
    shown.forEach(table::addRowValues);
    return table.toString().stripTrailing();
  }

  private static String printable(String value) {
    // The second replacement keeps the library from reading its own markup into a user's text.
    return Human.oneLine(value).replace("@|", "@ |");
  }
}
