package io.longshore.standalone;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The embedded stack's commands. */
@Command(
    name = "longshore",
    description = "Longshore's embedded stack: everything on this machine, all of it on 127.0.0.1.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {UpCommand.class, DemoCommand.class, ChaosCommand.class})
public final class Main {

  private Main() {}

  /** Exits 0 where all went well, 1 where it did not, 2 for wrong usage. */
  public static void main(String[] arguments) {
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    System.setProperty(
        "logging.configuration", String.valueOf(Main.class.getResource("logging.properties")));
    var commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler(Main::sayWhy);
    System.exit(commandLine.execute(arguments));
  }

  private static int sayWhy(
      Exception thrown, CommandLine commandLine, CommandLine.ParseResult parsed) {
    commandLine.getErr().println("longshore: " + thrown.getMessage());
    if (System.getProperty("longshore.debug") != null) {
      thrown.printStackTrace(commandLine.getErr());
    }
    return 1;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Optional.ofNullable(System.getProperty("longshore.version")).orElse("unknown");
      return new String[] {"longshore " + version};
    }
  }
}
