package dev.fluxion;

import dev.fluxion.op.Op;
import java.util.Locale;

/** Words of messages; cold, so that the code that throws stays small. */
final class Text {
  private Text() {}

  /** The name of an operation as the user calls it. */
  static String operation(Op op) {
    var name = op.name();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
