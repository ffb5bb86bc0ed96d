package io.longshore.queue.wire;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.ProtocolMessageEnum;
import io.longshore.api.batch.v1.OptionsProto;
import java.util.Optional;

/** AWS Batch's own word for a value of an enum, from the contract's option. */
public final class Literals {

  private Literals() {}

  /** The word; empty for the unspecified value. */
  public static String of(ProtocolMessageEnum value) {
    return of(value.getValueDescriptor());
  }

  static String of(EnumValueDescriptor value) {
    return value.getOptions().getExtension(OptionsProto.awsLiteral);
  }

  /** The value of another enum that has the same word. */
  static Optional<EnumValueDescriptor> same(EnumValueDescriptor value, EnumDescriptor target) {
    String word = of(value);
    return target.getValues().stream()
        .filter(v -> !word.isEmpty() && of(v).equals(word))
        .findFirst();
  }
}
