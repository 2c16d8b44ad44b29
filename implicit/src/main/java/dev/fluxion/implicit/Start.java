package dev.fluxion.implicit;

import dev.fluxion.Tensor;

/** Where a search starts. */
record Start<P>(P a, Tensor z0) {}
