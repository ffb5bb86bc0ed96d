package io.longshore.queue.core.definition;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Rules;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A retry strategy (aws-batch section 2.5).
 *
 * @param attempts attempts in all; null where unset
 * @param rules tried in order on each failed attempt
 */
public record Retry(@Nullable Integer attempts, List<ExitRule> rules) {

  private static final Pattern REASON = Pattern.compile("[0-9A-Za-z\\s.:]*\\*?");
  private static final Pattern EXIT_CODE = Pattern.compile("[0-9]*\\*?");

  /** One attempt, no rules. */
  public static final Retry NONE = new Retry(1, List.of());

  /** Copies the rules. */
  public Retry {
    rules = List.copyOf(rules);
  }

  /** What a rule does where it matches. */
  public enum Action {
    RETRY,
    EXIT
  }

  /** A rule; patterns and action are null where unset. */
  public record ExitRule(
      @Nullable String onStatusReason,
      @Nullable String onReason,
      @Nullable String onExitCode,
      @Nullable Action action) {}

  /** What is wrong with the strategy at {@code field}, if anything. */
  public Optional<Refusal> check(String field, Limits.Definitions limits) {
    var checks = new Rules();
    checks
        .member(
            attempts != null,
            field + ".attempts",
            "RetryAttempts must be provided with retry strategy.")
        .member(
            attempts == null || (attempts >= 1 && attempts <= limits.attempts()),
            field + ".attempts",
            "RetryAttempts must be between 1 and " + limits.attempts() + ".")
        .atMost(rules.size(), limits.exitRules(), field + ".evaluateOnExit", "rules");
    for (int i = 0; i < rules.size() && checks.ok(); i++) {
      check(rules.get(i), field + ".evaluateOnExit[" + i + "]", checks, limits);
    }
    return checks.refusal();
  }

  private static void check(ExitRule rule, String at, Rules checks, Limits.Definitions limits) {
    checks.member(
        rule.onStatusReason() != null || rule.onReason() != null || rule.onExitCode() != null,
        at,
        "EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason.");
    pattern(rule.onStatusReason(), REASON, at + ".onStatusReason", checks, limits);
    pattern(rule.onReason(), REASON, at + ".onReason", checks, limits);
    pattern(rule.onExitCode(), EXIT_CODE, at + ".onExitCode", checks, limits);
    checks.member(rule.action() != null, at + ".action", "action is required: RETRY or EXIT");
  }

  private static void pattern(
      @Nullable String text, Pattern allowed, String at, Rules checks, Limits.Definitions limits) {
    if (text == null) {
      return;
    }
    checks
        .member(
            text.length() <= limits.patternLength(),
            at,
            "Evaluate on exit condition cannot exceed " + limits.patternLength() + " characters.")
        .member(
            !text.isEmpty() && allowed.matcher(text).matches(),
            at,
            "Evaluate on exit condition contains restricted characters.");
  }
}
