package dev.fluxion.kernel;

/** One reduction of one array; holds the memory it works in, so it belongs to one thread. */
abstract sealed class Folding permits ArgFold, DoubleFold, LongFold {
  /** Folds what belongs to one result, whose first element lies at {@code at}. */
  abstract void one(int at, int result);

  /** Folds {@code n} results at once; their first elements lie {@code step} apart. */
  void many(int at, int step, int n, int result) {
    for (int i = 0; i < n; i++) {
      one(at + i * step, result + i);
    }
  }
}
