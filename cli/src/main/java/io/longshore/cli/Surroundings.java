package io.longshore.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/**
 * What the command knows of the world it was started in, so that tests can give it another one.
 *
 * @param out results
 * @param err progress, notes and errors
 * @param in what {@code -f -} reads
 * @param environment environment variables
 * @param directory where relative paths begin and the search for endpoints starts
 * @param root the checkout whose stack is used where nothing nearer is found; may not exist
 * @param version what {@code --version} prints
 * @param terminal whether a person watches, so that a line can be rewritten
 * @param clock the time, for ages
 * @param zone where the person is, for times
 */
record Surroundings(
    PrintStream out,
    PrintStream err,
    InputStream in,
    Map<String, String> environment,
    Path directory,
    Path root,
    String version,
    boolean terminal,
    Clock clock,
    ZoneId zone) {

  static Surroundings real() {
    Console console = System.console();
    Path directory = Path.of("").toAbsolutePath();
    return new Surroundings(
        utf8(FileDescriptor.out),
        utf8(FileDescriptor.err),
        System.in,
        System.getenv(),
        directory,
        Path.of(System.getProperty("longshore.root", directory.toString())),
        System.getProperty("longshore.version", "unknown"),
        console != null && console.isTerminal(),
        Clock.systemUTC(),
        ZoneId.systemDefault());
  }

  /** JSON is UTF-8 wherever it is written, whatever the locale says. */
  private static PrintStream utf8(FileDescriptor to) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(to)), true, StandardCharsets.UTF_8);
  }
}
