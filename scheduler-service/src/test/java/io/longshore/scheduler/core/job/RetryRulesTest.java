package io.longshore.scheduler.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryRulesTest {
  private static final String HOST = "Host EC2 (instance i-0123) terminated.";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exit code equal                 |            |           | 42  | false
          exit code prefix                |            |           | 4*  | false
          exit code of another            |            |           | 43  | true
          shorter exit code is no prefix  |            |           | 4   | true
          reason equal                    |            | Error     |     | false
          reason of another               |            | OOMKilled |     | true
          status reason prefix            | Essential* |           |     | false
          status reason of another        | Host EC2*  |           |     | true
          all match                       | Essential* | Error     | 42  | false
          one of all does not             | Essential* | Error     | 43  | true
          """)
  void firstMatchDecides(
      String name,
      @Nullable String status,
      @Nullable String reason,
      @Nullable String exit,
      boolean retried) {
    var rules = new RetryRules(2, List.of(new ExitRule(status, reason, exit, false)));
    assertThat(rules.retries(1, StatusReasons.CONTAINER_EXITED, exited(42))).isEqualTo(retried);
  }

  @ParameterizedTest(name = "{0} with {1}")
  @CsvSource({
    "OOMKilled, 137, false",
    "Error, 1, false",
    "OOMKilled, 1, true",
    "Error, 137, true",
  })
  void reasonAndExitCodeMatchInOneContainerOrNotAtAll(String reason, String code, boolean retried) {
    var rules = new RetryRules(2, List.of(new ExitRule(null, reason, code, false)));
    var containers =
        List.of(
            new ContainerStatus("main", false, "", 1, "Error", ""),
            new ContainerStatus("sidecar", false, "", 137, "OOMKilled", ""));
    assertThat(rules.retries(1, StatusReasons.CONTAINER_EXITED, containers)).isEqualTo(retried);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false"})
  void theFirstOfTwoRulesThatMatchDecides(boolean retryFirst, boolean retried) {
    var retry = new ExitRule(null, null, "42", true);
    var exit = new ExitRule("Essential*", null, null, false);
    var rules = new RetryRules(2, retryFirst ? List.of(retry, exit) : List.of(exit, retry));
    assertThat(rules.retries(1, StatusReasons.CONTAINER_EXITED, exited(42))).isEqualTo(retried);
  }

  @ParameterizedTest
  @CsvSource({"1,true", "2,true", "3,false"})
  void attemptsBoundEverything(int failed, boolean retried) {
    assertThat(new RetryRules(3, List.of()).retries(failed, "x", List.of())).isEqualTo(retried);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "false,false"})
  void spotIdiomRetriesHostLossAlone(boolean hostLoss, boolean retried) {
    var rules =
        new RetryRules(
            5,
            List.of(
                new ExitRule("Host EC2*", null, null, true), new ExitRule(null, "*", null, false)));
    var status = hostLoss ? HOST : StatusReasons.CONTAINER_EXITED;
    assertThat(rules.retries(1, status, exited(1))).isEqualTo(retried);
    assertThat(rules.retries(1, status, List.of())).isEqualTo(retried);
  }

  private static List<ContainerStatus> exited(int code) {
    return List.of(
        new ContainerStatus("sidecar", false, "", 0, "Completed", ""),
        new ContainerStatus("main", false, "", code, "Error", ""));
  }
}
