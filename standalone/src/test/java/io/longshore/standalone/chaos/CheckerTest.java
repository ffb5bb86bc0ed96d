package io.longshore.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.standalone.chaos.Findings.Problem;
import io.longshore.standalone.chaos.Order.After;
import io.longshore.standalone.chaos.Order.Program;
import io.longshore.standalone.chaos.Seen.Attempt;
import io.longshore.standalone.chaos.Seen.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The checker lets a good ledger pass, and can fail: each promise is broken once here. */
class CheckerTest {

  private static final Attempt GOOD = new Attempt("", Optional.of(0));
  private static final Attempt HOST_LOST =
      new Attempt("Host EC2 (instance i-1) terminated.", Optional.empty());

  private final List<Order> orders = new ArrayList<>();
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, Seen> seen = new HashMap<>();
  private final List<Line> ledger = new ArrayList<>();
  private int clock;

  @Test
  void goodRunHasNoFindings() {
    acknowledged(Order.single("a", Program.works(1)));
    acknowledged(Order.array("b", 2, Program.works(1), new After("a", false)));
    ran("a", 1, 0);
    ran("b:0", 1, 0);
    ran("b:1", 1, 0);
    succeeded("a", GOOD);
    succeeded("b:0", GOOD);
    succeeded("b:1", GOOD);
    succeeded("b");
    assertThat(check().none()).isTrue();
  }

  @Test
  void attemptAfterHostLossIsRight() {
    acknowledged(Order.single("a", Program.works(1)));
    started("a", 1);
    ran("a", 2, 0);
    succeeded("a", HOST_LOST, GOOD);
    assertThat(check().none()).isTrue();
  }

  @Test
  void hostLostAfterTheLastLineMayRepeatTheWork() {
    acknowledged(Order.single("a", Program.works(1)));
    ran("a", 1, 0);
    ran("a", 2, 0);
    succeeded("a", HOST_LOST, GOOD);
    assertThat(check().none()).isTrue();
  }

  @Test
  void retriedExitCodeIsRight() {
    acknowledged(Order.single("a", Program.failsOnce(1)));
    ran("a", 1, Program.RETRIED);
    ran("a", 2, 0);
    succeeded("a", new Attempt("", Optional.of(Program.RETRIED)), GOOD);
    assertThat(check().none()).isTrue();
  }

  @Test
  void attemptThatNoRuleAllowsIsDoubled() {
    acknowledged(Order.single("a", Program.works(1)));
    ran("a", 1, 0);
    ran("a", 2, 0);
    succeeded("a", GOOD, GOOD);
    assertThat(check().of(Problem.DOUBLED)).hasSize(1);
  }

  @Test
  void attemptStartedTwiceIsDoubled() {
    acknowledged(Order.single("a", Program.works(1)));
    started("a", 1);
    ran("a", 1, 0);
    succeeded("a", GOOD);
    assertThat(check().of(Problem.DOUBLED)).hasSize(1);
  }

  @Test
  void jobThatNobodyWasToldOfIsDoubled() {
    ran("stranger", 1, 0);
    assertThat(check().of(Problem.DOUBLED)).hasSize(1);
  }

  @Test
  void moreAttemptsThanAllowedIsDoubled() {
    acknowledged(Order.single("a", Program.works(1)));
    ran("a", Checker.ATTEMPTS + 1, 0);
    succeeded("a", GOOD);
    assertThat(check().of(Problem.DOUBLED)).hasSize(1);
  }

  @Test
  void startBeforeTheEndOfTheLaunchBeforeOverlaps() {
    acknowledged(Order.single("a", Program.works(1)));
    var first = started("a", 1);
    var second = started("a", 2);
    ended(first, 0);
    ended(second, 0);
    succeeded("a", HOST_LOST, GOOD);
    assertThat(check().of(Problem.OVERLAPPING)).hasSize(1);
  }

  @Test
  void lockHeldByAnotherOverlaps() {
    acknowledged(Order.single("a", Program.works(1)));
    started("a", 1);
    line("a", 2, "other", Line.What.OVERLAP, 0);
    ran("a", 2, 0);
    succeeded("a", HOST_LOST, GOOD);
    assertThat(check().of(Problem.OVERLAPPING)).hasSize(1);
  }

  @Test
  void acknowledgedAndUnknownIsLost() {
    acknowledged(Order.single("a", Program.works(1)));
    assertThat(check().of(Problem.LOST)).hasSize(1);
  }

  @Test
  void successWithoutWorkIsLost() {
    acknowledged(Order.single("a", Program.works(1)));
    started("a", 1);
    succeeded("a", GOOD);
    assertThat(check().of(Problem.LOST)).hasSize(1);
  }

  @Test
  void failureOfWhatMustSucceedIsLost() {
    acknowledged(Order.single("a", Program.works(1)));
    started("a", 1);
    failed("a", HOST_LOST);
    assertThat(check().of(Problem.LOST)).hasSize(1);
  }

  @Test
  void failureAfterAllAttemptsIsRight() {
    acknowledged(Order.single("a", Program.works(1)));
    failed("a", exhausted());
    assertThat(check().none()).isTrue();
  }

  @Test
  void successOfWhatMustFailIsLost() {
    acknowledged(Order.single("a", Program.fails(1)));
    ran("a", 1, Program.FINAL);
    succeeded("a", GOOD);
    assertThat(check().of(Problem.LOST)).hasSize(1);
  }

  @Test
  void whatWaitsForAFailureNeverRuns() {
    acknowledged(Order.single("a", Program.fails(1)));
    acknowledged(Order.single("b", Program.works(1), new After("a", false)));
    ran("a", 1, Program.FINAL);
    failed("a", new Attempt("", Optional.of(Program.FINAL)));
    failed("b");
    assertThat(check().none()).isTrue();
    ran("b", 1, 0);
    assertThat(check().of(Problem.EARLY)).isNotEmpty();
  }

  @Test
  void arrayThatFailedThoughItsChildrenSucceededIsLost() {
    twoChildren();
    succeeded("a:0", GOOD);
    succeeded("a:1", GOOD);
    failed("a");
    assertThat(check().of(Problem.LOST)).singleElement().asString().startsWith("a is FAILED");
  }

  @Test
  void arrayThatSucceededThoughAChildFailedIsLost() {
    twoChildren();
    succeeded("a:0", GOOD);
    failed("a:1", exhausted());
    succeeded("a");
    assertThat(check().of(Problem.LOST)).singleElement().asString().startsWith("a is SUCCEEDED");
  }

  @Test
  void arrayFailsWithAChildThatUsedUpItsAttempts() {
    twoChildren();
    succeeded("a:0", GOOD);
    failed("a:1", exhausted());
    failed("a");
    assertThat(check().none()).isTrue();
  }

  @Test
  void arrayThatEndsBeforeItsChildrenIsLost() {
    twoChildren();
    succeeded("a:0", GOOD);
    seen.put("a:1", new Seen(Status.OPEN, "RUNNING", List.of()));
    succeeded("a");
    assertThat(check().of(Problem.LOST)).singleElement().asString().contains("before its children");
  }

  @Test
  void startBeforeADependencyIsEarly() {
    acknowledged(Order.array("a", 2, Program.works(1)));
    acknowledged(Order.array("b", 2, Program.works(1), new After("a", true)));
    ran("a:0", 1, 0);
    ran("b:0", 1, 0);
    ran("b:1", 1, 0);
    ran("a:1", 1, 0);
    List.of("a:0", "a:1", "b:0", "b:1").forEach(id -> succeeded(id, GOOD));
    succeeded("a");
    succeeded("b");
    assertThat(check().of(Problem.EARLY)).singleElement().asString().contains("a:1");
  }

  @Test
  void childOutOfOrderIsEarly() {
    acknowledged(new Order("a", 3, true, List.of(), Program.works(1)));
    ran("a:0", 1, 0);
    ran("a:2", 1, 0);
    ran("a:1", 1, 0);
    List.of("a:0", "a:1", "a:2").forEach(id -> succeeded(id, GOOD));
    succeeded("a");
    assertThat(check().of(Problem.EARLY)).singleElement().asString().contains("a:1");
  }

  @Test
  void jobThatDoesNotEndIsStuck() {
    acknowledged(Order.single("a", Program.works(1)));
    ran("a", 1, 0);
    seen.put("a", new Seen(Status.OPEN, "RUNNING", List.of()));
    assertThat(check().of(Problem.STUCK)).hasSize(1);
  }

  private void twoChildren() {
    acknowledged(Order.array("a", 2, Program.works(1)));
    ran("a:0", 1, 0);
    ran("a:1", 1, 0);
  }

  private static Attempt[] exhausted() {
    var all = new Attempt[Checker.ATTEMPTS];
    Arrays.fill(all, HOST_LOST);
    return all;
  }

  private Findings check() {
    return Checker.check(Unit.of(orders, ids), seen, ledger);
  }

  private void acknowledged(Order order) {
    orders.add(order);
    ids.put(order.token(), order.token());
  }

  private void ran(String unit, int attempt, int code) {
    ended(started(unit, attempt), code);
  }

  private Line started(String unit, int attempt) {
    return line(unit, attempt, "run" + clock, Line.What.START, 0);
  }

  private void ended(Line start, int code) {
    line(start.unit(), start.attempt(), start.run(), Line.What.END, code);
  }

  private Line line(String unit, int attempt, String run, Line.What what, int code) {
    var line = new Line(unit, attempt, "pod-" + unit + "-" + attempt, run, what, code, clock++);
    ledger.add(line);
    return line;
  }

  private void succeeded(String id, Attempt... attempts) {
    seen.put(id, new Seen(Status.SUCCEEDED, "", List.of(attempts)));
  }

  private void failed(String id, Attempt... attempts) {
    seen.put(id, new Seen(Status.FAILED, "", List.of(attempts)));
  }
}
