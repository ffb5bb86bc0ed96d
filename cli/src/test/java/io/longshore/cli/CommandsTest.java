package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandsTest extends CommandLineFixture {

  static Stream<String> names() {
    return Commands.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCommandHasHelpWithExamples(String name) {
    Result help = run(name, "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).startsWith("Usage: longshore " + name).contains("Examples:");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyOptionIsDescribed(String name) {
    CommandLine line = new Longshore(Surroundings.real()).commandLine(name);
    assertThat(line.getSubcommands().get(name).getCommandSpec().options())
        .allSatisfy(
            option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
  }

  @Test
  void theHelpListsAllCommands() {
    Golden.assertSame("help.txt", run("--help").out());
  }

  @Test
  void awsNamesAreUnderstood() {
    assertThat(run("list-jobs", "--queue", "main").exitCode()).isZero();
    assertThat(run("describe-jobs", "--help").out()).contains("DescribeJobs");
    assertThat(run("register-job-definition", "--help").exitCode()).isZero();
  }

  @Test
  void theVersionIsPrinted() {
    assertThat(run("--version").out().strip()).isEqualTo("longshore 0.1.0 (abcdef)");
  }

  @Test
  void wrongUseIsToldWithTheHelpToRead() {
    Result none = run();
    assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(none.err()).contains("a command is missing", "longshore --help");

    Result unknown = run("lst");
    assertThat(unknown.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(unknown.err()).contains("lst", "longshore list");

    Result option = run("list", "--queue", "main", "--limit", "many");
    assertThat(option.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(option.err()).contains("--limit", "many", "longshore list --help");

    Result wait = run("wait");
    assertThat(wait.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theEndpointMayStandBeforeAndBehindTheCommand() {
    var nothing = Map.<String, String>of();
    assertThat(runWith(nothing, "--endpoint", endpoint(), "list", "-q", "main").exitCode())
        .isZero();
    assertThat(runWith(nothing, "--endpoint=" + endpoint(), "list", "-q", "main").exitCode())
        .isZero();
    assertThat(runWith(nothing, "list", "-q", "main", "--endpoint", endpoint()).exitCode())
        .isZero();
  }

  @Test
  void everyExitCodeIsInTheHelp() {
    String help = run("--help").out();
    assertThat(Arrays.asList("  0  ", "  1  ", "  2  ", "  3  ", "  4  ")).allMatch(help::contains);
  }
}
