package io.longshore.cli;

import io.longshore.api.batch.v1.EvaluateOnExit;
import io.longshore.api.batch.v1.JobTimeout;
import io.longshore.api.batch.v1.RetryAction;
import io.longshore.api.batch.v1.RetryStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What definitions and submissions both can say of a job. */
final class JobFlags {
  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "A value for Ref::NAME in the command; can be repeated.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long an attempt may run, such as 90s, 5m or 2h.")
  private @Nullable Duration timeout;

  @Option(names = "--attempts", paramLabel = "N", description = "Attempts in all, 1 to 10.")
  private @Nullable Integer attempts;

  @Option(
      names = "--evaluate-on-exit",
      paramLabel = "RULE",
      converter = RuleConverter.class,
      description =
          "A retry rule such as 'onStatusReason=Host EC2*,action=RETRY'; can be repeated, the first"
              + " that matches decides.")
  private List<EvaluateOnExit> rules = new ArrayList<>();

  @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "A tag; can be repeated.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(
      names = "--propagate-tags",
      negatable = true,
      description = "Whether tags go on to what runs the job.")
  private @Nullable Boolean propagateTags;

  Map<String, String> parameters() {
    return parameters;
  }

  Map<String, String> tags() {
    return tags;
  }

  Optional<Boolean> propagateTags() {
    return Optional.ofNullable(propagateTags);
  }

  Optional<JobTimeout> timeout() {
    return Optional.ofNullable(timeout)
        .map(
            time ->
                JobTimeout.newBuilder()
                    .setAttemptDurationSeconds(Math.toIntExact(time.toSeconds()))
                    .build());
  }

  Optional<RetryStrategy> retries() {
    if (attempts == null && rules.isEmpty()) {
      return Optional.empty();
    }
    var strategy = RetryStrategy.newBuilder().addAllEvaluateOnExit(rules);
    if (attempts != null) {
      strategy.setAttempts(attempts);
    }
    return Optional.of(strategy.build());
  }

  /** {@code onReason=…,action=…}: AWS's members with their values; no pattern holds a comma. */
  static final class RuleConverter implements picocli.CommandLine.ITypeConverter<EvaluateOnExit> {
    @Override
    public EvaluateOnExit convert(String text) {
      var rule = EvaluateOnExit.newBuilder();
      for (String part : text.split(",", -1)) {
        int equals = part.indexOf('=');
        String name = equals < 0 ? part : part.substring(0, equals).strip();
        String value = equals < 0 ? "" : part.substring(equals + 1).strip();
        switch (name) {
          case "onStatusReason" -> rule.setOnStatusReason(value);
          case "onReason" -> rule.setOnReason(value);
          case "onExitCode" -> rule.setOnExitCode(value);
          case "action" -> rule.setAction(action(value));
          default ->
              throw new TypeConversionException(
                  "a rule has onStatusReason, onReason, onExitCode and action, not '" + name + "'");
        }
      }
      if (!rule.hasAction()) {
        throw new TypeConversionException("the rule '" + text + "' lacks action=RETRY or EXIT");
      }
      return rule.build();
    }

    private static RetryAction action(String text) {
      return switch (text.toUpperCase(Locale.ROOT)) {
        case "RETRY" -> RetryAction.RETRY_ACTION_RETRY;
        case "EXIT" -> RetryAction.RETRY_ACTION_EXIT;
        default -> throw new TypeConversionException("action is RETRY or EXIT, not '" + text + "'");
      };
    }
  }
}
