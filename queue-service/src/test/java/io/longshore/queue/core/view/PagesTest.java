package io.longshore.queue.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Refused;
import io.longshore.queue.core.view.JobQuery.Filter;
import io.longshore.queue.core.view.JobQuery.Request;
import io.longshore.queue.core.view.JobQuery.Scope;
import io.longshore.queue.core.view.JobQuery.Written;
import io.longshore.queue.core.view.Page.Part;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagesTest {

  private static final Arns ARNS = new Arns("aws", "us-east-1", "000000000000");

  @Test
  void pagesHaveBounds() {
    Refused.at(Page.of("q", 0, null, 100, Part.NAME).refusal(), "maxResults");
    Refused.at(Page.of("q", 101, null, 100, Part.NAME).refusal(), "maxResults");
    Refused.at(Page.of("q", null, "nonsense", 100, Part.NAME).refusal(), "nextToken");
    var page = Page.of("q", null, null, 100, Part.NAME).accepted().orElseThrow();
    assertThat(page.limit()).isEqualTo(100);
    assertThat(Page.of("q", 5, page.next("k"), 100, Part.NAME).accepted().orElseThrow().after())
        .containsExactly("k");
    Refused.member(
        Page.describe(Collections.nCopies(101, "x"), 100, "jobs", "jobs"),
        "jobs",
        "Maximum number of jobs supported is 100");
  }

  @Test
  void tokenThatNobodyGaveOutIsRefused() {
    forged("word", Part.NUMBER);
    forged("1234567890", Part.NUMBER);
    forged("a\0b", Part.NAME);
    forged("", Part.NAME);
    forged("12345678901234567", Part.MILLIS);
    forged("11111111-1111-4111-8111-11111111111g", Part.JOB);
    forged("11111111-1111-4111-8111-111111111111:1", Part.JOB);
    String right = PageToken.write("q", "12", "11111111-1111-4111-8111-111111111111");
    assertThat(Page.of("q", null, right, 100, Part.MILLIS, Part.JOB).accepted()).isPresent();
  }

  private static void forged(String key, Part part) {
    String token = PageToken.write("q", key);
    Refused.at(Page.of("q", null, token, 100, part).refusal(), "nextToken");
  }

  @Test
  void childrenAreListedOfAWholeArray() {
    String uuid = "11111111-1111-4111-8111-111111111111";
    assertThat(refusal(request(null, uuid, null))).isEmpty();
    Refused.at(refusal(request(null, uuid + ":3", null)), "arrayJobId");
    Refused.at(refusal(request(null, uuid + "#0", null)), "arrayJobId");
  }

  private static Request request(
      @Nullable String queue,
      @Nullable String array,
      @Nullable JobStatus status,
      Written... filters) {
    return new Request(queue, array, null, status, List.of(filters), null, null);
  }

  private static Optional<Refusal> refusal(Request request) {
    return JobQuery.of(request, Limits.AWS.pages(), ARNS).refusal();
  }

  private static JobQuery query(Request request) {
    return JobQuery.of(request, Limits.AWS.pages(), ARNS).accepted().orElseThrow();
  }

  private static Written written(String name, String... values) {
    return new Written(name, List.of(values));
  }

  @Test
  void exactlyOneScopeIsGiven() {
    Refused.at(refusal(request(null, null, null)), "jobQueue");
    Refused.at(refusal(request("q", "11111111-1111-4111-8111-111111111111", null)), "jobQueue");
    assertThat(refusal(new Request(null, null, "x", null, List.of(), null, null)))
        .contains(new Refusal.NotHonoured("multiNodeJobId"));
  }

  @Test
  void runningIsTheDefaultWithoutFilter() {
    var query = query(request("q", null, null));
    assertThat(query.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(query.page().limit()).isEqualTo(1000);
    assertThat(query.scope()).isEqualTo(new Scope.OfQueue("q"));
  }

  @Test
  void filtersIgnoreTheStatusButForShares() {
    var byName = query(request("q", null, JobStatus.FAILED, written("JOB_NAME", "My*")));
    assertThat(byName.status()).isNull();
    assertThat(byName.filter()).isEqualTo(new Filter.Name("my", true));
    assertThat(byName.page().limit()).isEqualTo(100);
    var byShare = query(request("q", null, JobStatus.FAILED, written("SHARE_IDENTIFIER", "a")));
    assertThat(byShare.status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void definitionsAreFilteredByNamePrefixOrArn() {
    String arn = ARNS.definition("d", 2);
    assertThat(query(request("q", null, null, written("JOB_DEFINITION", arn))).filter())
        .isEqualTo(new Filter.Definition(arn, false));
    assertThat(query(request("q", null, null, written("JOB_DEFINITION", "d:2"))).filter())
        .isEqualTo(new Filter.Definition(arn, false));
    String named = ARNS.of(Arns.Kind.JOB_DEFINITION, "d");
    assertThat(query(request("q", null, null, written("JOB_DEFINITION", "d"))).filter())
        .isEqualTo(new Filter.Definition(named + ":", true));
    assertThat(query(request("q", null, null, written("JOB_DEFINITION", "d*"))).filter())
        .isEqualTo(new Filter.Definition(named, true));
    assertThat(query(request("q", null, null, written("JOB_DEFINITION", named + "*"))).filter())
        .isEqualTo(new Filter.Definition(named, true));
  }

  @Test
  void timesAreEpochMilliseconds() {
    assertThat(query(request("q", null, null, written("BEFORE_CREATED_AT", "12"))).filter())
        .isEqualTo(new Filter.Before(12));
    assertThat(query(request("q", null, null, written("AFTER_CREATED_AT", "12"))).filter())
        .isEqualTo(new Filter.After(12));
    Refused.at(
        refusal(request("q", null, null, written("AFTER_CREATED_AT", "today"))),
        "filters[0].values");
  }

  @Test
  void filtersHaveRules() {
    Refused.at(refusal(request("q", null, null, written("X", "1"))), "filters[0].name");
    Refused.at(refusal(request("q", null, null, written("JOB_NAME"))), "filters[0].values");
    Refused.at(
        refusal(request("q", null, null, written("JOB_NAME", "a"), written("JOB_NAME", "b"))),
        "filters");
    Refused.at(
        refusal(
            request(null, "11111111-1111-4111-8111-111111111111", null, written("JOB_NAME", "a"))),
        "filters");
  }

  @Test
  void eventsTellChangesOfStatus() {
    assertThat(Changes.told(null, JobStatus.SUBMITTED)).isFalse();
    assertThat(Changes.told(JobStatus.SUBMITTED, JobStatus.RUNNABLE)).isTrue();
    assertThat(Changes.told(JobStatus.RUNNABLE, JobStatus.RUNNABLE)).isFalse();
    assertThat(Changes.told(null, JobStatus.STARTING)).isTrue();
    assertThat(Changes.eventId("a", 1)).isEqualTo(Changes.eventId("a", 1));
    assertThat(Changes.eventId("a", 1)).isNotEqualTo(Changes.eventId("a", 2));
    assertThat(Changes.replaces(2, 2)).isFalse();
  }
}
