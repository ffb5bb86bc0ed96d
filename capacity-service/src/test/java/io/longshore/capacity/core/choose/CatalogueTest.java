package io.longshore.capacity.core.choose;

import static io.longshore.capacity.core.Some.GIB;
import static io.longshore.capacity.core.Some.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.InstanceType.Traits;
import io.longshore.capacity.core.Market;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  private final Catalogue catalogue =
      new Catalogue(
          List.of(
              type("m6i.xlarge", 4, 16),
              type("m6i.large", 2, 8),
              new InstanceType(
                  "m6i.metal", 128, 512 * GIB, 0, "amd64", 737, new Traits(true, true, true)),
              type("c6i.large", 2, 4),
              new InstanceType(
                  "u-6tb1.metal", 448, 6144 * GIB, 0, "amd64", 250, new Traits(true, true, false)),
              new InstanceType("m6g.large", 2, 8 * GIB, 0, "arm64", 29, Traits.ORDINARY)));

  @Test
  void familyIsItsSizesWithoutBareMetal() {
    assertThat(resolve("m6i")).containsExactly("m6i.large", "m6i.xlarge");
  }

  @Test
  void bundleIsWhatTheRegionHasOfIt() {
    assertThat(resolve("optimal")).containsExactly("m6i.large", "m6i.xlarge", "c6i.large");
    assertThat(resolve("default_x86_64")).isEqualTo(resolve("optimal"));
    assertThat(resolve("default_arm64")).containsExactly("m6g.large");
  }

  @Test
  void userOrderIsKeptAndNothingIsTwice() {
    assertThat(resolve("m6i.metal", "c6i", "m6i.xlarge", "m6i"))
        .containsExactly("m6i.metal", "c6i.large", "m6i.xlarge", "m6i.large");
  }

  @Test
  void whatIsNotThereIsRefusedByName() {
    assertThat(why(Market.ON_DEMAND, "m6i", "x9.huge")).contains("x9.huge");
    assertThat(why(Market.SPOT, "u-6tb1.metal")).contains("u-6tb1.metal").contains("spot");
    assertThat(why(Market.ON_DEMAND)).isEqualTo("Resource instanceTypes are required.");
  }

  @Test
  void architecturesDoNotMix() {
    assertThat(why(Market.ON_DEMAND, "m6i", "m6g"))
        .isEqualTo("arm-based instance type cannot be used with other instance types");
  }

  private List<String> resolve(String... names) {
    return switch (catalogue.resolve(List.of(names), Market.ON_DEMAND)) {
      case Catalogue.Resolved.Types(var types) -> types.stream().map(InstanceType::name).toList();
      case Catalogue.Resolved.Refused(var why) -> List.of(why);
    };
  }

  private String why(Market market, String... names) {
    return switch (catalogue.resolve(List.of(names), market)) {
      case Catalogue.Resolved.Types _ -> "";
      case Catalogue.Resolved.Refused(var why) -> why;
    };
  }
}
