package io.longshore.capacity.shell;

import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.choose.Catalogue;
import io.longshore.capacity.core.choose.Prices;
import io.longshore.capacity.shell.aws.Calls;
import io.longshore.capacity.shell.aws.Cloud;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * What AWS offers, read now and then. What was read last stays good while AWS does not answer.
 * Confined to the pass loop's thread.
 */
final class Offers {

  private static final Logger LOG = Logger.getLogger(Offers.class);

  private final Cloud cloud;
  private final CapacityConfig.Pass config;
  private Catalogue catalogue = new Catalogue(List.of());
  private Optional<String> unknown = Optional.empty();
  private Prices prices = Prices.UNKNOWN;
  private Set<String> pricedTypes = Set.of();
  private long catalogueAt;
  private long pricesAt;

  Offers(Cloud cloud, CapacityConfig config) {
    this.cloud = cloud;
    this.config = config.pass();
  }

  /** The region's types. */
  Catalogue catalogue() {
    if (catalogue.size() == 0 || due(catalogueAt, config.catalogueInterval())) {
      try {
        catalogue = new Catalogue(cloud.instanceTypes().await().atMost(config.timeout()));
        catalogueAt = System.nanoTime();
        unknown = catalogue.size() > 0 ? Optional.empty() : Optional.of("it offers no types");
        LOG.infof("instance types read count=%d", catalogue.size());
      } catch (RuntimeException e) {
        if (catalogue.size() == 0) {
          unknown = Optional.of("its instance types cannot be read: " + Calls.words(e));
        }
        LOG.warnf("instance types cannot be read: %s", e.toString());
      }
    }
    return catalogue;
  }

  /** Why there are no types yet; empty once there are. */
  Optional<String> unknown() {
    return unknown;
  }

  /** Spot prices of the types that these lists allow. */
  Prices prices(List<List<String>> lists) {
    var types = new TreeSet<String>();
    for (var list : lists) {
      if (catalogue.resolve(list, Market.SPOT) instanceof Catalogue.Resolved.Types(var allowed)) {
        allowed.forEach(type -> types.add(type.name()));
      }
    }
    return prices(types);
  }

  private Prices prices(Set<String> types) {
    boolean other = !types.equals(pricedTypes);
    if (!types.isEmpty() && (other || due(pricesAt, config.priceInterval()))) {
      try {
        prices = cloud.spotPrices(types).await().atMost(config.timeout());
      } catch (RuntimeException e) {
        LOG.warnf("Spot prices cannot be read: %s", e.toString());
      }
      // Prices only order types: after a failure the old ones do until the next time.
      pricesAt = System.nanoTime();
      pricedTypes = types;
    }
    return prices;
  }

  private static boolean due(long at, Duration interval) {
    return System.nanoTime() - at >= interval.toNanos();
  }
}
