package io.longshore.placement.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.LaunchCommand;
import io.longshore.api.internal.v1.RegistryEntry;
import io.longshore.kit.core.Undecodable;
import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.node.NodeReport;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportsWireTest {

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
