package io.longshore.capacity.wire;

import static io.longshore.capacity.core.Some.ARN;
import static io.longshore.capacity.core.Some.shape;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.internal.v1.CapacityReport;
import io.longshore.api.internal.v1.CapacityReport.ReportCase;
import io.longshore.api.internal.v1.EnvironmentCondition;
import io.longshore.capacity.core.Amounts;
import io.longshore.capacity.core.reconcile.Condition;
import io.longshore.capacity.core.reconcile.Report;
import io.longshore.capacity.core.reconcile.Report.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportsWireTest {

  private static final Instant AT = Instant.ofEpochMilli(1000);

  @Test
  void everyFactHasItsMessage() {
    var facts =
        Map.of(
            new Fact.Launched("i-1", "m6i.large", "a", "spot", Amounts.of(2000, 8, 0)),
            ReportCase.LAUNCHED,
            new Fact.NeverJoined("i-1", "why"),
            ReportCase.NEVER_JOINED,
            new Fact.WantsToGo("i-1", "why"),
            ReportCase.WANTS_TO_GO,
            new Fact.Interruption("i-1", "terminate", AT),
            ReportCase.INTERRUPTION,
            new Fact.Terminated("i-1", "why", true),
            ReportCase.TERMINATED,
            new Fact.LaunchFailed("Code", "words", List.of("m6i.large")),
            ReportCase.LAUNCH_FAILED,
            new Fact.LaunchRecovered(),
            ReportCase.LAUNCH_RECOVERED,
            new Fact.FitsNoType(shape(9, 9), "why", 4),
            ReportCase.FITS_NO_TYPE);
    assertThat(facts).hasSize(Fact.class.getPermittedSubclasses().length);
    facts.forEach((fact, kind) -> assertThat(written(fact).getReportCase()).isEqualTo(kind));
  }

  @Test
  void termsAreThoseOfTheContract() {
    var launched =
        written(new Fact.Launched("i-1", "m6i.large", "a", "spot", Amounts.of(2000, 8, 1)));
    assertThat(launched.getEnvironmentArn()).isEqualTo(ARN);
    assertThat(launched.getAt()).isEqualTo(1000);
    assertThat(launched.getLaunched().getMarket()).isEqualTo("spot");
    assertThat(launched.getLaunched().getCapacity().getVcpuMillis()).isEqualTo(2000);
    assertThat(written(new Fact.Terminated("i-1", "why", true)).getTerminated().getInterrupted())
        .isTrue();
  }

  @Test
  void conditionIsWhole() throws Exception {
    var body = ReportsWire.write(new Condition(ARN, 3, false, "why", 7, true));
    assertThat(EnvironmentCondition.parseFrom(body))
        .isEqualTo(
            EnvironmentCondition.newBuilder()
                .setEnvironmentArn(ARN)
                .setRegistryVersion(3)
                .setReason("why")
                .setDesiredVcpus(7)
                .setGone(true)
                .build());
  }

  private static CapacityReport written(Fact fact) {
    try {
      return CapacityReport.parseFrom(ReportsWire.write(new Report(ARN, AT, fact)));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }
}
