package io.longshore.standalone.world.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @Test
  void lastWordCountsAndATornLineIsDropped(@TempDir Path folder) throws Exception {
    try (var journal = Journal.open(folder)) {
      journal.put("t", "a", new JsonObject().put("n", 1));
      journal.put("t", "a", new JsonObject().put("n", 2));
      journal.put("t", "b", new JsonObject());
      journal.remove("t", "b");
    }
    Files.writeString(
        folder.resolve("journal.jsonl"),
        "{\"t\":\"t\",\"k\":\"a\",\"v\":{\"n",
        StandardOpenOption.APPEND);
    try (var journal = Journal.open(folder)) {
      assertThat(journal.table("t")).hasSize(1);
      assertThat(journal.table("t").get("a").getInteger("n")).isEqualTo(2);
    }
  }

  @Test
  void damageBeforeTheEndIsNotPassedOver(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("journal.jsonl"), "{\"t\":\n{\"t\":\"t\",\"k\":\"a\",\"v\":{}}\n");
    assertThatThrownBy(() -> Journal.open(folder).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
  }

  @Test
  void onlyOneMayHaveItOpen(@TempDir Path folder) throws Exception {
    try (var journal = Journal.open(folder)) {
      assertThat(journal.table("t")).isEmpty();
      assertThatThrownBy(() -> Journal.open(folder).close()).isInstanceOf(Exception.class);
    }
  }
}
