package io.longshore.kit.shell.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SqlFaultsTest {

  @Test
  void databaseInTroublePasses() {
    for (Throwable away :
        List.of(
            new ConnectException("refused"),
            new NoStackTraceThrowable("connection closed"),
            new TimeoutException(),
            state("57P01"),
            state("25P03"),
            state("40P01"))) {
      assertThat(SqlFaults.passing(away)).isTrue();
      assertThat(SqlFaults.passing(new CompletionException(away))).isTrue();
      assertThat(SqlFaults.refused(away)).isFalse();
    }
  }

  @Test
  void refusedStatementsDoNotPass() {
    for (String code : List.of("23505", "22001", "42P01", "P0001")) {
      assertThat(SqlFaults.refused(state(code))).isTrue();
      assertThat(SqlFaults.passing(state(code))).isFalse();
    }
  }

  @Test
  void programsFailuresAreNotTheDatabases() {
    assertThat(SqlFaults.ofDatabase(new IllegalStateException())).isFalse();
    assertThat(SqlFaults.passing(new NullPointerException())).isFalse();
  }

  @Test
  void tooLongIsKnown() {
    assertThat(SqlFaults.tooLong(state("25P04"))).isTrue();
    assertThat(SqlFaults.tooLong(state("25P03"))).isFalse();
  }

  private static PgException state(String code) {
    return new PgException("message", "ERROR", code, "detail");
  }
}
