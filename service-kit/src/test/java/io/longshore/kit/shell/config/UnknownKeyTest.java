package io.longshore.kit.shell.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A key that nobody understands is a mistake of whoever wrote it, and is not passed over. */
class UnknownKeyTest {

  private static SmallRyeConfig config(Map<String, String> more) {
    var properties = new HashMap<String, String>();
    properties.put("longshore.database.url", "postgresql://127.0.0.1:5432/longshore");
    properties.put("longshore.database.username", "longshore");
    properties.put("longshore.database.password", "longshore");
    properties.put("longshore.database.schema", "kit");
    properties.putAll(more);
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
        .withConverter(Duration.class, 100, new DurationConverter())
        .withMapping(KitConfig.class)
        .withSources(new PropertiesConfigSource(properties, "test", 500))
        .build();
  }

  @Test
  void knownKeysAreTaken() {
    var kit = config(Map.of("longshore.cell.gap-alarm", "2s")).getConfigMapping(KitConfig.class);
    assertThat(kit.cell().gapAlarm()).isEqualTo(Duration.ofSeconds(2));
    assertThat(kit.cell().maxInputs()).isEqualTo(5_000);
  }

  @Test
  void unknownKeyStopsTheStartByItsName() {
    for (String key : new String[] {"longshore.cell.gap-alrm", "longshore.intak.batch"}) {
      assertThatThrownBy(() -> config(Map.of(key, "1")))
          .isInstanceOf(ConfigValidationException.class)
          .hasMessageContaining(key)
          .hasMessageContaining("does not map to any root");
    }
  }
}
