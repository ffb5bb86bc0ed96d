package io.longshore.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Seeds that once broke a promise, in {@code seeds.txt}: {@code SEED JOBS HOURS # what broke}. */
final class SeedList {

  private SeedList() {}

  static List<Plan> read() {
    var in =
        Objects.requireNonNull(
            SeedList.class.getResourceAsStream("/seeds.txt"), "seeds.txt is in the jar");
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      var plans = new ArrayList<Plan>();
      for (String line : reader.lines().toList()) {
        int comment = line.indexOf('#');
        String text = (comment < 0 ? line : line.substring(0, comment)).strip();
        if (!text.isEmpty()) {
          String[] words = text.split("\\s+");
          plans.add(
              Plan.of(
                  Long.parseLong(words[0]),
                  Integer.parseInt(words[1]),
                  Double.parseDouble(words[2])));
        }
      }
      return plans;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
