package io.longshore.placement.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.observe.LaunchReport;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Reports on launches that are written and read again. */
class ReportsWirePropertiesTest {

  @Property
  void launchReportComesBackAsItWent(@ForAll("reports") LaunchReport report) {
    assertThat(ReportsWire.readLaunch(ReportsWire.write(report).toByteArray())).isEqualTo(report);
  }

  @Provide
  Arbitrary<LaunchReport> reports() {
    var parts =
        Arbitraries.of(
            new LaunchId.Part.Whole(), new LaunchId.Part.Child(0), new LaunchId.Part.Member(3));
    var codes = Arbitraries.of(0, 1, 137).injectNull(0.3);
    var times = Arbitraries.of(Samples.NOW, Samples.NOW.plusMillis(1)).injectNull(0.3);
    return Combinators.combine(
            parts,
            Arbitraries.of(LaunchReport.Phase.values()),
            Arbitraries.of(LaunchReport.Evidence.values()),
            codes,
            times,
            Arbitraries.of(true, false))
        .as(
            (part, phase, evidence, code, time, flag) ->
                new LaunchReport(
                    new LaunchId(Samples.JOB, part, 2),
                    phase,
                    Samples.NOW,
                    new LaunchReport.Pod("ns", "name", "uid", "node"),
                    time,
                    time,
                    List.of(new LaunchReport.Container("c", flag, "id", code, "r", "m")),
                    "reason",
                    "message",
                    evidence,
                    flag,
                    !flag));
  }
}
