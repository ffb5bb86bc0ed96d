package io.longshore.capacity.wire;

import static io.longshore.capacity.core.Some.ARN;
import static io.longshore.capacity.core.Some.shape;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.longshore.capacity.core.Amounts;
import io.longshore.capacity.core.Demand;
import io.longshore.capacity.core.Demand.Waiting;
import io.longshore.capacity.core.Shape;
import io.longshore.kit.core.Undecodable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemandWireTest {

  @Test
  void whatIsWrittenIsRead() {
    var odd = new Shape(new Amounts(1, 2, 3, Map.of("x/y", 4L)), "arm64", Map.of("k", "v"));
    var demand =
        new Demand(
            ARN,
            7,
            1,
            9,
            List.of(new Waiting(shape(1, 2), 3), new Waiting(odd, 4_000_000_000L)),
            Set.of("i-1"),
            Set.of("i-2"),
            Set.of("i-3"),
            Instant.ofEpochMilli(5));
    assertThat(DemandWire.read(DemandWire.write(demand))).isEqualTo(demand);
  }

  @Test
  void nonsenseIsNotSkipped() {
    assertThatThrownBy(() -> DemandWire.read(ByteString.copyFromUtf8("nonsense")))
        .isInstanceOf(Undecodable.class);
  }
}
