package io.longshore.standalone.world.aws;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The instance types that the world offers, from the committed table. */
public final class Catalogue {

  private final Map<String, InstanceType> types = new TreeMap<>();

  private Catalogue() {}

  /** Reads the table. */
  public static Catalogue load() {
    var catalogue = new Catalogue();
    var stream = Objects.requireNonNull(Catalogue.class.getResourceAsStream("instance-types.csv"));
    try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(InstanceType::parse)
          .forEach(type -> catalogue.types.put(type.name(), type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return catalogue;
  }

  /** A type by its name. */
  public Optional<InstanceType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** All types, by name. */
  public Collection<InstanceType> all() {
    return types.values();
  }
}
