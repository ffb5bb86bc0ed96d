package io.longshore.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/** What runs on this machine, by command line. */
public final class Processes {

  private Processes() {}

  /** Number of processes whose command line (words ended by NUL) satisfies a condition. */
  public static long running(Predicate<String> commandLine) {
    return count(process -> commandLine.test(commandLine(process)));
  }

  /** Number of processes whose working directory is a folder or lies in it. */
  public static long workingIn(Path folder) {
    return count(process -> workingDirectory(process).startsWith(folder));
  }

  private static long count(Predicate<Path> wanted) {
    try (var entries = Files.list(Path.of("/proc"))) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
          .filter(wanted)
          .count();
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
