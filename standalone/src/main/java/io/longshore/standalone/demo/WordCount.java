package io.longshore.standalone.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the pipeline computes, computed here in one go and by another program: all runs of one, two
 * and three words within a line.
 *
 * @param byLength what was found, by number of words
 */
record WordCount(Map<Integer, Runs> byLength) {

  private static final int LONGEST_RUN = 3;
  private static final int TOP = 5;
  private static final Pattern WORD = Pattern.compile("[a-z]+");
  private static final Set<String> SUFFIXES =
      Set.of(".java", ".proto", ".md", ".py", ".xml", ".yaml", ".sql", ".sh");
  private static final Set<String> SKIPPED = Set.of("target", "node_modules", "__pycache__");

  /**
   * Runs of one length.
   *
   * @param total how many there are
   * @param different how many different ones
   * @param top the most frequent, and how often each
   */
  record Runs(long total, long different, List<Frequent> top) {}

  /** A run and how often it was found. */
  record Frequent(String run, long times) {}

  /** Computes it over the text files under a folder. */
  static WordCount direct(Path root) throws IOException {
    var counts = new ArrayList<Map<String, Long>>();
    for (int length = 0; length < LONGEST_RUN; length++) {
      counts.add(new HashMap<>());
    }
    for (var file : textFiles(root)) {
      // Bytes as characters: as the pipeline does, which knows ASCII letters only.
      var text = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (var line : text.split("[\r\n]+")) {
        count(line, counts);
      }
    }
    var byLength = new HashMap<Integer, Runs>();
    for (int length = 1; length <= LONGEST_RUN; length++) {
      byLength.put(length, runs(counts.get(length - 1)));
    }
    return new WordCount(Map.copyOf(byLength));
  }

  /** Reads what the pipeline wrote. */
  static WordCount read(Path result) throws IOException {
    var json = new JsonObject(Files.readString(result));
    var byLength = new HashMap<Integer, Runs>();
    for (var length : json.fieldNames()) {
      var runs = json.getJsonObject(length);
      var top = new ArrayList<Frequent>();
      for (int i = 0; i < runs.getJsonArray("top").size(); i++) {
        var pair = runs.getJsonArray("top").getJsonArray(i);
        top.add(new Frequent(pair.getString(0), pair.getLong(1)));
      }
      byLength.put(
          Integer.valueOf(length),
          new Runs(runs.getLong("total"), runs.getLong("different"), List.copyOf(top)));
    }
    return new WordCount(Map.copyOf(byLength));
  }

  private static void count(String line, List<Map<String, Long>> counts) {
    var words = WORD.matcher(lower(line)).results().map(found -> found.group()).toList();
    for (int length = 1; length <= LONGEST_RUN; length++) {
      for (int start = 0; start + length <= words.size(); start++) {
        counts
            .get(length - 1)
            .merge(String.join(" ", words.subList(start, start + length)), 1L, Long::sum);
      }
    }
  }

  /** Lower case for ASCII alone: other bytes must not turn into letters. */
  private static String lower(String line) {
    var text = new StringBuilder(line);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
        text.setCharAt(i, (char) (text.charAt(i) + ('a' - 'A')));
      }
    }
    return text.toString();
  }

  private static Runs runs(Map<String, Long> counts) {
    var top =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(TOP)
            .map(entry -> new Frequent(entry.getKey(), entry.getValue()))
            .toList();
    long total = counts.values().stream().mapToLong(Long::longValue).sum();
    return new Runs(total, counts.size(), top);
  }

  private static List<Path> textFiles(Path root) throws IOException {
    var files = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            var name = folder.getFileName().toString();
            boolean skipped = name.startsWith(".") || SKIPPED.contains(name);
            return skipped && !folder.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            var name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            if (attributes.isRegularFile() && dot >= 0 && SUFFIXES.contains(name.substring(dot))) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** One line a length, for people. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    for (int length = 1; length <= LONGEST_RUN; length++) {
      var runs = byLength.getOrDefault(length, new Runs(0, 0, List.of()));
      lines.add(
          String.format(
              Locale.ROOT,
              "%d word%s %,9d in all, %,8d different; most often: %s",
              length,
              length == 1 ? ": " : "s:",
              runs.total(),
              runs.different(),
              String.join(
                  ", ",
                  runs.top().stream()
                      .map(frequent -> frequent.run() + " (" + frequent.times() + ")")
                      .toList())));
    }
    return lines;
  }
}
