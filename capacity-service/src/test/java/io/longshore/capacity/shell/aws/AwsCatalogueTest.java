package io.longshore.capacity.shell.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.choose.Catalogue;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What EC2 says of types and their prices. */
class AwsCatalogueTest extends AgainstMoto {

  @Test
  void catalogueSaysWhatTypesHave() {
    var types = await(cloud.instanceTypes());
    var catalogue = new Catalogue(types);
    assertThat(types).hasSizeGreaterThan(800);
    assertThat(catalogue.type("m5.xlarge"))
        .hasValue(
            new InstanceType(
                "m5.xlarge", 4, 16L << 30, 0, "amd64", 58, InstanceType.Traits.ORDINARY));
    assertThat(catalogue.type("g4dn.12xlarge"))
        .hasValueSatisfying(t -> assertThat(t.gpus()).isEqualTo(4));
    assertThat(catalogue.type("m6g.large"))
        .hasValueSatisfying(t -> assertThat(t.architecture()).isEqualTo("arm64"));
    assertThat(catalogue.type("m5.metal"))
        .hasValueSatisfying(t -> assertThat(t.traits().bareMetal()).isTrue());
  }

  @Test
  void spotPricesAreThoseOfTheCheapestZone() {
    assertThat(await(cloud.spotPrices(Set.of("t2.micro"))).spot()).containsOnlyKeys("t2.micro");
  }
}
