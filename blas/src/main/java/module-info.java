/** Kernels by a native BLAS. Found by the core as a service; nothing here is called by users. */
module dev.fluxion.blas {
  requires dev.fluxion.core;
  requires static org.jspecify;

  provides dev.fluxion.kernel.Kernels with
      dev.fluxion.blas.BlasKernels;
}
