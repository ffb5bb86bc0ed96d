package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.longshore.cli.AwsJson.BadJson;
import io.longshore.cli.AwsJson.Members;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AwsJsonPropertiesTest {
  private static final int DEPTH = 6;

  @Provide
  Arbitrary<Descriptor> messages() {
    return Arbitraries.of(List.copyOf(Messages.all().values()));
  }

  @Property(tries = 1000)
  void whatIsWrittenIsReadBack(@ForAll("messages") Descriptor type, @ForAll long seed)
      throws BadJson {
    Message message = Messages.random(type, new Random(seed), DEPTH);
    var read = DynamicMessage.newBuilder(type);
    AwsJson.read(AwsJson.write(message, Members.ALL), read);
    assertThat(read.build()).isEqualTo(message);
  }

  @Property(tries = 300)
  void awsSeesNothingButItsOwnMembers(@ForAll("messages") Descriptor type, @ForAll long seed)
      throws BadJson {
    Message message = Messages.random(type, new Random(seed), DEPTH);
    var read = DynamicMessage.newBuilder(type);
    AwsJson.read(AwsJson.write(message, Members.AWS), read);
    assertThat(read.build().getAllFields().keySet())
        .allMatch(field -> field.getNumber() < AwsJson.FIRST_EXTENSION);
  }
}
