package dev.fluxion;

/** Places in a user's program. */
final class Places {
  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Places() {}

  /** The line of the call into Fluxion: {@code Main.main(Main.java:12)}. */
  static String caller() {
    var ours = Tensor.class.getProtectionDomain().getCodeSource();
    return WALKER.walk(frames ->
        frames
            .filter(f -> f.getDeclaringClass().getProtectionDomain().getCodeSource() != ours)
            .findFirst()
            .map(f -> f.toStackTraceElement().toString())
            .orElse("an unknown place"));
  }
}
