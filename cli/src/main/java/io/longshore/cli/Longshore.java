package io.longshore.cli;

import io.grpc.StatusRuntimeException;
import io.longshore.api.batch.v1.BatchServiceGrpc.BatchServiceBlockingStub;
import io.longshore.cli.AwsJson.BadJson;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: what all commands share, and how errors become exit codes. */
@Command(
    name = "longshore",
    synopsisSubcommandLabel = "COMMAND",
    description = "Runs batch jobs on Kubernetes the way AWS Batch does.",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done; with --wait: the job SUCCEEDED",
      "  1  with --wait: the job FAILED without an exit code; else a fault of this command",
      "  2  the command line or a file that it names is not right",
      "  3  the service did not answer",
      "  4  the service refused, or what was asked for does not exist",
      "  With --wait a FAILED job's own exit code goes before these.",
      "",
      "The endpoint is --endpoint, else LONGSHORE_ENDPOINT, else what `longshore up` wrote into",
      ".longshore/endpoints.json. Each command has its own --help, with examples."
    })
final class Longshore implements Runnable, AutoCloseable {
  private final Surroundings world;
  private @Nullable Connection connection;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      scope = ScopeType.INHERIT,
      description = "Where the API is; https://HOST:PORT for TLS.")
  private @Nullable String endpoint;

  @Option(
      names = "--call-timeout",
      paramLabel = "DURATION",
      scope = ScopeType.INHERIT,
      description = "How long one call may take, such as 500ms, 30s or 2m; 30s by default.")
  private Duration callTimeout = Duration.ofSeconds(30);

  Longshore(Surroundings world) {
    this.world = world;
  }

  /** Runs one command line and answers with its exit code; whatever goes wrong is told on err. */
  int run(String... args) {
    CommandLine line = commandLine(args);
    try (this) {
      return line.execute(args);
    }
  }

  /** What the arguments need of the command line, ready to parse them; all of it for none. */
  CommandLine commandLine(String... arguments) {
    var line = new CommandLine(this);
    line.getCommandSpec().addOption(help()).addOption(version());
    Commands.addTo(line, this, arguments);
    line.setOut(writer(world.out()));
    line.setErr(writer(world.err()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Duration.class, Durations::parse);
    line.setUsageHelpLongOptionsMaxWidth(34);
    line.setUsageHelpWidth(100);
    line.getCommandSpec().versionProvider(versionProvider());
    line.setParameterExceptionHandler((failure, args) -> usage(failure));
    line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, parsed));
    return line;
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .scopeType(ScopeType.INHERIT)
        .description("Shows this help.")
        .build();
  }

  private static OptionSpec version() {
    return OptionSpec.builder("--version")
        .versionHelp(true)
        .description("Shows the version and the commit.")
        .build();
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Without a command: the help, as a wrong use. */
  @Override
  public void run() {
    throw new ParameterException(spec().commandLine(), "a command is missing");
  }

  Surroundings world() {
    return world;
  }

  /** How long one call may take. */
  Duration callTimeout() {
    return callTimeout;
  }

  /** The API, for one call. */
  BatchServiceBlockingStub call() {
    return connection().call();
  }

  /** The connection, opened at its first use. */
  Connection connection() {
    if (connection == null) {
      connection = Connection.open(Endpoint.find(endpoint, world), callTimeout);
    }
    return connection;
  }

  /** A line for the person, beside the results. */
  void note(String line) {
    world.err().println(line);
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
    }
    world.out().flush();
    world.err().flush();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("the command line is not set up");
    }
    return spec;
  }

  private IVersionProvider versionProvider() {
    return () -> new String[] {"longshore " + world.version()};
  }

  private int usage(ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    note("longshore: " + failure.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(failure, line.getErr());
    note("See `" + line.getCommandSpec().qualifiedName() + " --help`.");
    return ExitCode.USAGE;
  }

  private int failed(Exception failure, ParseResult parsed) throws Exception {
    switch (failure) {
      case Trouble trouble -> {
        note("longshore: " + trouble.getMessage());
        return trouble.exitCode();
      }
      case BadJson bad -> {
        note("longshore: " + bad.getMessage());
        return ExitCode.USAGE;
      }
      case StatusRuntimeException refused -> {
        List<String> lines = Refusals.tell(refused, operation(parsed));
        note("longshore: " + String.join(System.lineSeparator() + "  ", lines));
        return Refusals.exitCode(refused.getStatus().getCode());
      }
      default -> throw failure;
    }
  }

  private static String operation(ParseResult parsed) {
    ParseResult deepest = parsed;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    return deepest.commandSpec().qualifiedName();
  }
}
