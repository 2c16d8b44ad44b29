/**
 * Tensors with derivatives. Users import {@code dev.fluxion}; the other packages are open to
 * Fluxion's own modules only, and may change from one release to the next.
 */
// The modules named below are built after this one, so javac cannot see them yet.
@SuppressWarnings("module")
module dev.fluxion.core {
  requires static org.jspecify;

  exports dev.fluxion;
  exports dev.fluxion.kernel to
      dev.fluxion.blas,
      dev.fluxion.laws,
      dev.fluxion.vector;
  exports dev.fluxion.lanes to
      dev.fluxion.laws,
      dev.fluxion.vector;
  // The second for its tests, which hold it to every primitive.
  exports dev.fluxion.op to
      dev.fluxion.laws,
      dev.fluxion.vector;

  // Faster kernels, where there are some.
  uses dev.fluxion.kernel.Kernels;
}
