package io.longshore.placement.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.kit.core.Undecodable;
import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.Samples;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.node.NodeReport;
import io.longshore.placement.core.observe.LaunchReport;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ReportsWireTest {

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

  @Test
  void nodeReportComesBackAsItWent() {
    var report =
        new NodeReport(
            "n",
            "u",
            "i-1",
            "ce",
            true,
            false,
            new Amounts(1, 2, 3, Map.of("x/y", 4L)),
            5,
            Map.of("a", "b"),
            "arm64");
    assertThat(ReportsWire.readNode(ReportsWire.write(report).toByteArray())).isEqualTo(report);
  }

  @Test
  void whatCannotBeReadStopsTheStream() {
    assertThatThrownBy(() -> CommandsWire.parse(ByteString.copyFromUtf8("\u0001")))
        .isInstanceOf(Undecodable.class);
    assertThatThrownBy(() -> CommandsWire.read(LaunchCommand.getDefaultInstance()))
        .isInstanceOf(Undecodable.class);
  }

  @Test
  void environmentsOfOtherClustersAreNotOurs() {
    var entry = RegistryEntry.newBuilder().setArn("arn").setVersion(2);
    entry
        .getEnvironmentBuilder()
        .getDetailBuilder()
        .getEksConfigurationBuilder()
        .setEksClusterArn("x");
    assertThat(RegistryWire.read(entry.build().toByteString(), "y")).isEmpty();
    assertThat(RegistryWire.read(entry.build().toByteString(), "x"))
        .get()
        .isInstanceOf(DeskInput.EnvironmentIs.class);
    assertThat(RegistryWire.read(entry.setDeleted(true).build().toByteString(), "y"))
        .contains(new DeskInput.EnvironmentGone("arn"));
  }
}
