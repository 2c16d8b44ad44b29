/** Kernels by the Vector API. Found by the core as a service; nothing here is called by users. */
module dev.fluxion.vector {
  requires dev.fluxion.core;
  requires jdk.incubator.vector;
  requires static org.jspecify;

  provides dev.fluxion.kernel.Kernels with
      dev.fluxion.vector.VectorKernels;
}
