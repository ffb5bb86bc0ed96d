package io.longshore.kit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of every key in {@code docs/operations.md} is made from the sources; with {@code
 * -Dgolden.update} this test writes it.
 */
class OperationsPageTest {

  private static final String BEGIN = "<!-- keys: made from the sources -->";
  private static final String END = "<!-- end of keys -->";

  private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));
  private static final Path PAGE = ROOT.resolve("docs/operations.md");

  @Test
  void everyKeyStandsInTheOperationsPage() throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    assertThat(from).as("%s has the marks of the table", PAGE).isGreaterThan(BEGIN.length() - 1);
    assertThat(to).isGreaterThan(from);
    String made = "\n" + tables() + "\n";
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, page.substring(0, from) + made + page.substring(to));
    } else {
      assertThat(page.substring(from, to))
          .as("run this test with -Dgolden.update to write %s anew", PAGE)
          .isEqualTo(made);
    }
  }

  private static String tables() throws IOException {
    var all = new StringBuilder();
    for (String module :
        List.of(
            "service-kit",
            "queue-service",
            "scheduler-service",
            "capacity-service",
            "placement-service")) {
      List<ConfigKeys.Key> keys = keys(ROOT.resolve(module).resolve("src/main/java"));
      if (!keys.isEmpty()) {
        all.append("\n### ")
            .append(module.equals("service-kit") ? "All services" : module)
            .append("\n\n| key | default | what it means |\n|---|---|---|\n");
        keys.forEach(key -> all.append(row(key)));
      }
    }
    return all.toString();
  }

  private static List<ConfigKeys.Key> keys(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith("Config.java"))
          .sorted()
          .flatMap(OperationsPageTest::read)
          .toList();
    }
  }

  private static Stream<ConfigKeys.Key> read(Path source) {
    try {
      return ConfigKeys.of(source).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String row(ConfigKeys.Key key) {
    return "| `%s` (%s) | %s | %s |\n"
        .formatted(
            key.name(),
            key.type(),
            key.standard().isEmpty() ? "" : "`" + key.standard() + "`",
            key.meaning());
  }
}
