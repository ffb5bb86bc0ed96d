package io.longshore.standalone.stack;

import io.longshore.standalone.process.Announcer;
import java.io.File;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** The command line of a Java process: this JVM's own java, small heaps and a fast start. */
public final class JavaCommand {

  private static final URL LOGGING =
      Objects.requireNonNull(
          Announcer.class.getResource("/io/longshore/standalone/logging.properties"));

  private final List<String> words = new ArrayList<>();

  /**
   * Begins one.
   *
   * @param heapMegabytes the most that its heap may take
   */
  public JavaCommand(int heapMegabytes) {
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-Xmx" + heapMegabytes + "m");
    words.add("-Xms32m");
    // One small machine runs seven of these: threads of collectors and compilers add up.
    words.add("-XX:+UseSerialGC");
    words.add("-XX:TieredStopAtLevel=1");
    words.add("-XX:+ExitOnOutOfMemoryError");
    words.add("-Xshare:auto");
    words.add("-Djava.net.preferIPv4Stack=true");
    // Kafka and Netty know; their warnings would only hide others.
    words.add("--sun-misc-unsafe-memory-access=allow");
  }

  /** Adds an option before the main class. */
  public JavaCommand option(String option) {
    words.add(option);
    return this;
  }

  /** The words that run a class from our own class path. */
  public List<String> main(String main, String... arguments) {
    words.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
    words.add("-Dlogging.configuration=" + LOGGING);
    words.add("-cp");
    words.add(ownClassPath());
    words.add(main);
    words.addAll(List.of(arguments));
    return List.copyOf(words);
  }

  /** The words that run a jar. */
  public List<String> jar(Path jar) {
    words.add("-jar");
    words.add(jar.toString());
    return List.copyOf(words);
  }

  private static String ownClassPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
