package io.longshore.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What runs on this machine, by command line. */
public final class Processes {

  private Processes() {}

  /** Number of processes whose command line (words ended by NUL) satisfies a condition. */
  public static long running(Predicate<String> commandLine) {
    try (var entries = all()) {
      return entries.filter(process -> commandLine.test(commandLine(process))).count();
    }
  }

  /** Processes that work in a folder or name it, as "pid command line". */
  public static List<String> of(Path folder) {
    try (var entries = all()) {
      return entries
          .filter(
              process ->
                  workingDirectory(process).startsWith(folder)
                      || commandLine(process).contains(folder.toString()))
          .map(process -> process.getFileName() + " " + commandLine(process).replace('\0', ' '))
          .toList();
    }
  }

  private static Stream<Path> all() {
    try {
      return Files.list(Path.of("/proc"))
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path workingDirectory(Path process) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd"));
    } catch (IOException e) {
      // It ended meanwhile.
      return Path.of("");
    }
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"));
    } catch (IOException e) {
      // It ended meanwhile.
      return "";
    }
  }
}
